#include "storage.h"
#include <unordered_map>

class MemoryStorage final : public Storage {
public:
    void put(const std::string& key, std::string blob) override { blobs_[key] = std::move(blob); }
    bool has(const std::string& key) const override { return blobs_.count(key) > 0; }

private:
    std::unordered_map<std::string, std::string> blobs_;
};

std::unique_ptr<Storage> makeStorage() { return std::make_unique<MemoryStorage>(); }
