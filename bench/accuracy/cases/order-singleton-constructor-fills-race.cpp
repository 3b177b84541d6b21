// CASE: order-singleton-constructor-fills-race
// SOURCE: written for this suite
// EXPECT: Catalog::byName_ RACE
// STD: c++17
// PROVES: issue 3, order: call_once, static-local init
// WHY: the map is filled once, but a reader need not have waited for that

#include <map>
#include <string>
#include <thread>

class Catalog {
public:
    static Catalog& instance() {
        static Catalog c("default");
        return c;
    }
    int size() const {
        return static_cast<int>(byName_.size());
    }
    static int quickSize() {
        return static_cast<int>(byName_.size());
    }

private:
    explicit Catalog(const std::string& name) {
        byName_[name] = 1;
    }
    static std::map<std::string, int> byName_;
};
std::map<std::string, int> Catalog::byName_;

int main() {
    std::thread a([] { return Catalog::instance().size(); });
    std::thread b([] { return Catalog::quickSize(); });
    a.join();
    b.join();
}
