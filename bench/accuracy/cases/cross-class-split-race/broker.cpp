#include "broker.h"

namespace ipc {

void Broker::open(const std::string& name, int fd) {
    std::lock_guard<std::mutex> lock(mutex_);
    channels_.insert_or_assign(name, fd);
}

void Broker::close(const std::string& name) { channels_.erase(name); }

int Broker::fd(const std::string& name) const {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = channels_.find(name);
    return it == channels_.end() ? -1 : it->second;
}

}  // namespace ipc
