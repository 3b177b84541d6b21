#pragma once
#include <string>
#include <unordered_map>

#include "dispatcher.h"
namespace Envoy {
class ClusterManager {
public:
    ClusterManager(Dispatcher& main, Dispatcher& worker) : main_(main), worker_(worker) {}
    void addCluster(const std::string& name);
private:
    void scheduleUpdate(const std::string& name);
    void onUpdateTimeout(const std::string& name);
    Dispatcher& main_;
    Dispatcher& worker_;
    // Only touched on the main dispatcher.
    std::unordered_map<std::string, int> pending_;
};
}
