// CASE: locks-stripe-by-hash-of-its-map-ok
// SOURCE: written for this suite
// EXPECT: Tokens::tokens_ OK
// STD: c++17
// PROVES: issue 3, locks: lock striping
// WHY: the stripe and its map are chosen by the same hash of the key

#include <array>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Tokens {
public:
    void issue(const std::string& user) {
        std::lock_guard<std::mutex> hold(stripe(user));
        tokens_[std::hash<std::string>{}(user) % 8][user] = "token";
    }
    bool revoke(const std::string& user) {
        std::lock_guard<std::mutex> hold(stripe(user));
        return tokens_[std::hash<std::string>{}(user) % 8].erase(user) > 0;
    }

private:
    std::mutex& stripe(const std::string& user) { return stripes_[std::hash<std::string>{}(user) % 8]; }
    std::array<std::mutex, 8> stripes_;
    std::array<std::unordered_map<std::string, std::string>, 8> tokens_;
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
