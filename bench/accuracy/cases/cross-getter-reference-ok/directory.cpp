#include "directory.h"

std::unique_lock<std::mutex> Directory::lock() { return std::unique_lock<std::mutex>(mutex_); }
std::map<std::string, std::string>& Directory::homes() { return homes_; }
