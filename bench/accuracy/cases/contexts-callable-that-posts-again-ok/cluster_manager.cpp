#include "cluster_manager.h"

#include <string>

namespace Envoy {
void ClusterManager::addCluster(const std::string& name) {
    main_.post([this, name] { scheduleUpdate(name); });
}
void ClusterManager::scheduleUpdate(const std::string& name) {
    ++pending_[name];
    worker_.post([this, name] { onUpdateTimeout(name); });
}
void ClusterManager::onUpdateTimeout(const std::string& name) {
    main_.post([this, name] { pending_.erase(name); });
}
}
