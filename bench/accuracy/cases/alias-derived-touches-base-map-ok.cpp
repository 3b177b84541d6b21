// CASE: alias-derived-touches-base-map-ok
// SOURCE: written for this suite
// EXPECT: Component::children_ OK
// STD: c++17
// PROVES: issue 3, aliases: base-class members
// WHY: the derived class walks the map of its base under the lock of its base

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Component {
public:
    virtual ~Component() = default;
    void attach(const std::string &name, int id) {
        std::lock_guard<std::mutex> lock(children_lock_);
        children_[name] = id;
    }

protected:
    std::mutex children_lock_;
    std::map<std::string, int> children_;
};

class Panel : public Component {
public:
    int layout() {
        std::lock_guard<std::mutex> lock(children_lock_);
        int width = 0;
        for (auto &child : children_)
            width += child.second;
        return width;
    }
};

int main() {
    Panel panel;
    std::thread loader([&panel] {
        Component &c = panel;
        for (int i = 0; i < 800; ++i)
            c.attach("widget" + std::to_string(i), i);
    });
    int width = 0;
    for (int i = 0; i < 50; ++i)
        width = panel.layout();
    loader.join();
    return width < 0;
}
