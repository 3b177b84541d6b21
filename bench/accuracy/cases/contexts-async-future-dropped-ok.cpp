// CASE: contexts-async-future-dropped-ok
// SOURCE: written for this suite
// EXPECT: build::objects OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: the destructor of a dropped future of std::async waits, so the second task starts after the first

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
    (void)std::async(std::launch::async, build::compile, "lib");
    (void)std::async(std::launch::async, build::compile, "bin");
    return build::objects.size() == 2000 ? 0 : 1;
}
