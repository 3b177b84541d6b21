// CASE: contexts-constructor-attribute-ok
// SOURCE: written for this suite
// EXPECT: codecs OK
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: __attribute__((constructor)) runs before main

#include <map>
#include <string>
#include <thread>

__attribute__((init_priority(101))) static std::map<int, std::string> codecs;

__attribute__((constructor)) static void registerCodecs() {
    codecs[1] = "opus";
    codecs[2] = "flac";
}

int main() {
    std::thread reader([] { return codecs.count(1); });
    codecs.count(2);
    reader.join();
}
