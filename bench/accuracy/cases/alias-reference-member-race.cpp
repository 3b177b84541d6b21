// CASE: alias-reference-member-race
// SOURCE: written for this suite
// EXPECT: Model::rows RACE
// STD: c++17
// PROVES: issue 3, aliases: references (a member that refers to another object's map)
// WHY: the view reads the model's rows through its reference without the model's lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Model {
    std::mutex mutex;
    std::unordered_map<int, std::string> rows;

    void append(int id) {
        std::lock_guard<std::mutex> lock(mutex);
        rows[id] = "row " + std::to_string(id);
    }
};

class View {
public:
    explicit View(Model& m) : rows_(m.rows) {}
    std::size_t paint() {
        std::size_t chars = 0;
        for (auto& r : rows_)
            chars += r.second.size();
        return chars;
    }

private:
    std::unordered_map<int, std::string>& rows_;
};

int main() {
    Model model;
    View view(model);
    std::thread feed([&model] {
        for (int i = 0; i < 1000; ++i)
            model.append(i);
    });
    std::size_t chars = 0;
    for (int i = 0; i < 50; ++i)
        chars += view.paint();
    feed.join();
    return chars == 1;
}
