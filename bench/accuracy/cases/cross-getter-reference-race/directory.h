#pragma once
#include <map>
#include <mutex>
#include <string>

class Directory {
public:
    std::unique_lock<std::mutex> lock();
    std::map<std::string, std::string>& homes();

private:
    std::mutex mutex_;
    std::map<std::string, std::string> homes_;
};

std::size_t print(Directory& d);
