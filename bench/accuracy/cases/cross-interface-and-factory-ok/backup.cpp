#include "storage.h"
#include <thread>
#include <vector>

static void backup(Storage& storage, int disk) {
    for (int block = 0; block < 500; ++block)
        storage.put(std::to_string(disk) + "/" + std::to_string(block), "data");
}

int main() {
    auto storage = makeStorage();
    std::vector<std::thread> disks;
    for (int d = 0; d < 3; ++d)
        disks.emplace_back(backup, std::ref(*storage), d);
    for (auto& d : disks)
        d.join();
    return storage->has("0/0") ? 0 : 1;
}
