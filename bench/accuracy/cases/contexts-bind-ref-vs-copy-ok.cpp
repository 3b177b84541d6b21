// CASE: contexts-bind-ref-vs-copy-ok
// SOURCE: written for this suite
// EXPECT: prefetch::urls OK
// STD: c++20
// PROVES: design, thread entries
// WHY: std::bind copies the map, the thread works on its copy

#include <functional>
#include <map>
#include <string>
#include <thread>

std::size_t warm(std::map<std::string, int>& urls) {
    std::size_t bytes = 0;
    for (auto& [url, n] : urls)
        bytes += url.size();
    urls.clear();
    return bytes;
}

int prefetch() {
    auto& urls = *new std::map<std::string, int>;
    for (int i = 0; i < 100; ++i)
        urls["https://host/" + std::to_string(i)] = i;
    std::thread t(std::bind(warm, urls));
    for (int i = 100; i < 400; ++i)
        urls["https://host/" + std::to_string(i)] = i;
    t.join();
    const int n = static_cast<int>(urls.size());
    delete &urls;
    return n;
}

int main() { return prefetch() == 0; }

