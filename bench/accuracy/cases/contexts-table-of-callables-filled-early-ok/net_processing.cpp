#include "net_processing.h"


RecursiveMutex cs_main;
void PeerManager::MarkBlockAsInFlight(int peer, int block) {
    mapBlocksInFlight[block] = {peer, ++m_clock};
}
void PeerManager::ProcessMessage(int peer, int block) {
    LOCK(cs_main);
    if (mapBlocksInFlight.count(block) == 0)
        MarkBlockAsInFlight(peer, block);
}
void PeerManager::BlockReceived(int block) {
    LOCK(cs_main);
    mapBlocksInFlight.erase(block);
}
int PeerManager::GetNodeStateStats(int peer) const {
    LOCK(cs_main);
    int n = 0;
    for (const auto& entry : mapBlocksInFlight)
        n += entry.second.first == peer ? 1 : 0;
    return n;
}
