// CASE: order-last-owner-relaxed-race
// SOURCE: written for this suite
// EXPECT: Document::notes_ RACE
// STD: c++17
// PROVES: issue 3, order: release/acquire atomics (relaxed orders nothing)
// WHY: the last owner has not seen what the others did: the count is relaxed

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

class Document {
public:
    void share() { owners_.fetch_add(1, std::memory_order_relaxed); }
    void release() {
        if (owners_.fetch_sub(1, std::memory_order_relaxed) == 1) {
            notes_.clear();
            delete this;
        }
    }
    void note(int line, const std::string& text) {
        std::lock_guard<std::mutex> hold(gate_);
        notes_[line] = text;
    }

private:
    ~Document() = default;
    std::atomic<int> owners_{1};
    std::mutex gate_;
    std::map<int, std::string> notes_;
};

int main() {
    auto* document = new Document;
    document->share();
    std::thread other([document] {
        document->note(1, "first");
        document->release();
    });
    document->note(2, "second");
    document->release();
    other.join();
}
