// CASE: order-singleton-constructor-fills-ok
// SOURCE: written for this suite
// EXPECT: Catalog::byName_ OK
// STD: c++17
// PROVES: issue 3, order: call_once, static-local init
// WHY: the constructor of a function-local static fills a static map, once

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

private:
    explicit Catalog(const std::string& name) {
        byName_[name] = 1;
    }
    static std::map<std::string, int> byName_;
};
std::map<std::string, int> Catalog::byName_;

int main() {
    std::thread a([] { return Catalog::instance().size(); });
    std::thread b([] { return Catalog::instance().size(); });
    a.join();
    b.join();
}
