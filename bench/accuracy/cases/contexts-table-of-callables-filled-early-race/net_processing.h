#pragma once
#include <cstdint>
#include <map>
#include <utility>

#include "sync.h"
class PeerManager {
public:
    void ProcessMessage(int peer, int block);
    void BlockReceived(int block);
    int GetNodeStateStats(int peer) const;
private:
    void MarkBlockAsInFlight(int peer, int block);
    std::map<int, std::pair<int, int64_t>> mapBlocksInFlight;
    int64_t m_clock = 0;
};
