// CASE: locks-guard-outside-try-ok
// SOURCE: written for this suite
// EXPECT: Importer::failed_ OK
// STD: c++17
// PROVES: issue 3, locks: access in a catch handler after unwinding
// WHY: the guard lies outside the try block and is still held in the handler

#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>

class Importer {
public:
    void import(const std::string& file) {
        std::lock_guard<std::mutex> lock(mutex_);
        try {
            failed_.erase(file);
            parse(file);
        } catch (const std::runtime_error& e) {
            failed_.emplace(file, e.what());
        }
    }

private:
    static void parse(const std::string& file) {
        if (file.size() % 2)
            throw std::runtime_error("odd: " + file);
    }
    std::mutex mutex_;
    std::unordered_map<std::string, std::string> failed_;
};

int main() {
    Importer importer;
    auto job = [&importer](int first) {
        for (int i = first; i < first + 150; ++i)
            importer.import("file" + std::to_string(i));
    };
    std::thread a(job, 0), b(job, 950);
    a.join();
    b.join();
}
