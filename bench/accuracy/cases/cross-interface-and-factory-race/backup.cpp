#include "storage.h"
#include <thread>
#include <vector>

static void backup(Storage& storage, int disk) {
    for (int block = 0; block < 500; ++block) {
        std::string key = std::to_string(disk) + "/" + std::to_string(block);
        if (!storage.has(key))
            storage.put(key, "data");
    }
}

int main() {
    auto storage = makeStorage();
    std::vector<std::thread> disks;
    for (int d = 0; d < 3; ++d)
        disks.emplace_back(backup, std::ref(*storage), d);
    for (auto& d : disks)
        d.join();
}
