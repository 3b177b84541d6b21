#include "net_processing.h"
#include "rpc.h"

#include <atomic>
#include <functional>
#include <thread>

static void ThreadMessageHandler(PeerManager& peerman) {
    for (int i = 0; i < 3000; ++i) {
        peerman.ProcessMessage(i % 8, i % 700);
        peerman.BlockReceived((i * 3) % 700);
    }
}
static void ThreadHTTP(const CRPCTable& table, std::atomic<int>& served) {
    for (int i = 0; i < 400; ++i)
        served += table.execute("getpeerinfo", i % 8).empty() ? 0 : 1;
}
int main() {
    PeerManager peerman;
    CRPCTable table;
    table.appendCommand("getpeerinfo", [&peerman](int peer) { return std::to_string(peerman.GetNodeStateStats(peer)); });
    std::atomic<int> served{0};
    std::thread msghand(ThreadMessageHandler, std::ref(peerman));
    std::thread http(ThreadHTTP, std::cref(table), std::ref(served));
    msghand.join();
    http.join();
    return served == 400 ? 0 : 1;
}
