#pragma once
#include <mutex>
#include <string>
#include <unordered_map>

namespace ipc {
class Broker {
public:
    void open(const std::string& name, int fd);
    void close(const std::string& name);
    int fd(const std::string& name) const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, int> channels_;
};
}  // namespace ipc
