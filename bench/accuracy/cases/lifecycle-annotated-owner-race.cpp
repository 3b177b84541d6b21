// CASE: lifecycle-annotated-owner-race
// SOURCE: written for this suite
// EXPECT: Session::channels_ RACE confinement-violation
// STD: c++17
// PROVES: checklist MR15: annotated owner
// WHY: close() runs in the caller's thread

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
    session.close();
    loop.join();
}
