// CASE: alias-optional-map-reset-race
// SOURCE: written for this suite
// EXPECT: Undo::changes_ RACE
// STD: c++17
// PROVES: checklist MR10, MR11: a map held by optional
// WHY: commit() drops the optional map without the lock under which note() fills it

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

class Undo {
public:
    void note(int line, const std::string& text) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (!changes_)
            changes_.emplace();
        changes_->insert_or_assign(line, text);
    }
    void commit() {
        changes_.reset();
    }

private:
    std::mutex mutex_;
    std::optional<std::map<int, std::string>> changes_;
};

int main() {
    Undo undo;
    std::thread autosave([&undo] {
        for (int i = 0; i < 500; ++i)
            undo.commit();
    });
    for (int i = 0; i < 2000; ++i)
        undo.note(i % 20, "text");
    autosave.join();
}
