// CASE: order-once-flag-per-object-race
// SOURCE: written for this suite
// EXPECT: Mime::types_ RACE
// STD: c++17
// PROVES: issue 3, order: call_once
// WHY: every object has its own once_flag, so the common table is filled by each of them

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Mime {
public:
    std::string of(const std::string& ext) {
        std::call_once(filled_, fill);
        auto it = types_.find(ext);
        return it == types_.end() ? "application/octet-stream" : it->second;
    }

private:
    static void fill() {
        for (int i = 0; i < 300; ++i)
            types_.emplace("ext" + std::to_string(i), "type/" + std::to_string(i));
    }
    std::once_flag filled_;
    static std::unordered_map<std::string, std::string> types_;
};

std::unordered_map<std::string, std::string> Mime::types_;

static void request() {
    Mime mime;
    for (int i = 0; i < 300; ++i)
        mime.of("ext" + std::to_string(i));
}

int main() {
    std::thread a(request), b(request);
    a.join();
    b.join();
}
