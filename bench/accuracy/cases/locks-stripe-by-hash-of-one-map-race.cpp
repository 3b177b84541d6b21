// CASE: locks-stripe-by-hash-of-one-map-race
// SOURCE: written for this suite
// EXPECT: Tokens::tokens_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock striping
// WHY: the stripe is chosen by the hash of the key, but the map is one: two keys, two locks

#include <array>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Tokens {
public:
    void issue(const std::string& user) {
        std::lock_guard<std::mutex> hold(stripe(user));
        tokens_[user] = "token";
    }
    bool revoke(const std::string& user) {
        std::lock_guard<std::mutex> hold(stripe(user));
        return tokens_.erase(user) > 0;
    }

private:
    std::mutex& stripe(const std::string& user) { return stripes_[std::hash<std::string>{}(user) % 8]; }
    std::array<std::mutex, 8> stripes_;
    std::unordered_map<std::string, std::string> tokens_;
};

int main() {
    Tokens tokens;
    std::thread other([&tokens] {
        for (int i = 0; i < 500; ++i)
            tokens.issue("u" + std::to_string(i));
    });
    for (int i = 0; i < 500; ++i)
        tokens.revoke("u" + std::to_string(i));
    other.join();
}
