// CASE: boundary-global-table-default-inserts-race
// SOURCE: written for this suite
// EXPECT: kStatus RACE
// STD: c++17
// PROVES: checklist, boundary cases: read + read; MR04: operator[] used only for its value
// WHY: the table is meant as a constant, but operator[] inserts unknown codes

#include <map>
#include <string>
#include <thread>

static std::map<int, std::string> kStatus = {{200, "OK"}, {404, "Not Found"}, {500, "Internal Server Error"}};

static std::string status_line(int code) {
    return std::to_string(code) + " " + kStatus[code];
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
