// CASE: lifecycle-annotated-owner-ok
// SOURCE: written for this suite
// EXPECT: Session::channels_ OK
// STD: c++17
// PROVES: checklist MR15: annotated owner
// WHY: the map is cleared when the loop has ended

#include <map>
#include <thread>

class Session {
public:
    void run() {
        for (int i = 0; i < 1000; ++i)
            channels_.insert({i % 10, i});
    }
    void close() { channels_.clear(); }

private:
    [[clang::annotate("maprace::confined:run")]] std::map<int, int> channels_;
};

int main() {
    Session session;
    std::thread loop([&] { session.run(); });
    loop.join();
    session.close();
}
