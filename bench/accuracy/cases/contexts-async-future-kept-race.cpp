// CASE: contexts-async-future-kept-race
// SOURCE: written for this suite
// EXPECT: build::objects RACE
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: both futures are kept, so the two tasks run at the same time

#include <future>
#include <string>
#include <unordered_map>

namespace build {

std::unordered_map<std::string, int> objects;

void compile(const std::string& dir) {
    for (int i = 0; i < 1000; ++i)
        objects.emplace(dir + "/file" + std::to_string(i) + ".o", i);
}

}  // namespace build

int main() {
    auto lib = std::async(std::launch::async, build::compile, "lib");
    auto bin = std::async(std::launch::async, build::compile, "bin");
    lib.wait();
    bin.wait();
    return build::objects.size() == 2000 ? 0 : 1;
}
