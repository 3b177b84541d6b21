#include "cluster_manager.h"

#include <future>

int main() {
    Envoy::Dispatcher main_dispatcher;
    Envoy::Dispatcher worker;
    Envoy::ClusterManager cm(main_dispatcher, worker);
    for (int i = 0; i < 2000; ++i)
        cm.addCluster("cluster" + std::to_string(i % 300));
    std::promise<void> flushed;
    main_dispatcher.post([&] { worker.post([&] { main_dispatcher.post([&] { flushed.set_value(); }); }); });
    flushed.get_future().wait();
    worker.exit();
    main_dispatcher.exit();
    return 0;
}
