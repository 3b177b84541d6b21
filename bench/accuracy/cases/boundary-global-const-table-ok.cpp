// CASE: boundary-global-const-table-ok
// SOURCE: written for this suite
// EXPECT: kStatus OK
// STD: c++17
// PROVES: checklist, boundary cases: read + read; MR04: operator[] used only for its value
// WHY: a const global table is only read

#include <map>
#include <string>
#include <thread>

static const std::map<int, std::string> kStatus = {{200, "OK"}, {404, "Not Found"}, {500, "Internal Server Error"}};

static std::string status_line(int code) {
    auto s = kStatus.find(code);
    return std::to_string(code) + " " + (s == kStatus.end() ? "Unknown" : s->second);
}

static void respond(int first) {
    for (int code = first; code < first + 300; ++code)
        status_line(code);
}

int main() {
    std::thread a(respond, 200), b(respond, 350);
    a.join();
    b.join();
}
