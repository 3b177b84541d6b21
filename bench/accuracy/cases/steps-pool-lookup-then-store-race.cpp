// CASE: steps-pool-lookup-then-store-race
// SOURCE: written for this suite
// EXPECT: net::Guarded::map_ RACE check-then-act
// STD: c++17
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: two clients miss the same host and the second connection overwrites the first, which the first client keeps using

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace net {

struct Connection {
    explicit Connection(std::string h) : host(std::move(h)) {}
    std::string host;
};
using ConnectionPtr = std::shared_ptr<Connection>;

template <class Key, class Value>
class Guarded {
public:
    bool lookup(const Key& key, Value& out) const {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = map_.find(key);
        if (it == map_.end()) return false;
        out = it->second;
        return true;
    }
    void store(const Key& key, Value v) {
        std::lock_guard<std::mutex> g(mutex_);
        map_[key] = std::move(v);
    }
private:
    mutable std::mutex mutex_;
    std::map<Key, Value> map_;
};

class Pool {
public:
    ConnectionPtr acquire(const std::string& host) {
        ConnectionPtr c;
        if (connections_.lookup(host, c)) return c;
        c = std::make_shared<Connection>(host);
        connections_.store(host, c);
        return c;
    }
private:
    Guarded<std::string, ConnectionPtr> connections_;
};

}  // namespace net

int main() {
    net::Pool pool;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&pool] {
            for (int n = 0; n < 1000; ++n) pool.acquire("host" + std::to_string(n % 7));
        });
    for (auto& c : clients) c.join();
}
