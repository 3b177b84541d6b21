// CASE: contexts-shared-class-without-callers-ok
// SOURCE: written for this suite
// EXPECT: kv::Store::data_ OK
// STD: c++17
// PROVES: issue 3, contexts: a class that owns a mutex and locks it has its public methods treated as concurrent
// WHY: a library class locks in every public method; the private helper is only called under the lock

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace kv {

class Store {
public:
    void put(const std::string& key, std::string value) {
        std::lock_guard<std::mutex> lock(mutex_);
        data_[key] = std::move(value);
        trim();
    }

    bool get(const std::string& key, std::string* value) const {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = data_.find(key);
        if (it == data_.end())
            return false;
        *value = it->second;
        return true;
    }

    void remove(const std::string& key) {
        std::lock_guard<std::mutex> lock(mutex_);
        data_.erase(key);
    }

    std::vector<std::string> keys() const {
        std::lock_guard<std::mutex> lock(mutex_);
        std::vector<std::string> out;
        for (const auto& kv : data_)
            out.push_back(kv.first);
        return out;
    }

private:
    void trim() {
        while (data_.size() > 1000)
            data_.erase(data_.begin());
    }

    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::string> data_;
};

}  // namespace kv
