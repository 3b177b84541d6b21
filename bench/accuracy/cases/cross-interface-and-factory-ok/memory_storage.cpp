#include "storage.h"
#include <mutex>
#include <unordered_map>

class MemoryStorage final : public Storage {
public:
    void put(const std::string& key, std::string blob) override {
        std::lock_guard<std::mutex> lock(mutex_);
        blobs_[key] = std::move(blob);
    }
    bool has(const std::string& key) const override {
        std::lock_guard<std::mutex> lock(mutex_);
        return blobs_.count(key) > 0;
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::string> blobs_;
};

std::unique_ptr<Storage> makeStorage() { return std::make_unique<MemoryStorage>(); }
