// CASE: order-joiner-object-ok
// SOURCE: written for this suite
// EXPECT: lab::Assay::wells_ OK
// STD: c++17
// PROVES: issue 3, order: fork/join; an object that joins the threads it refers to
// WHY: the joiner's destructor joins at the end of the inner block

#include <array>
#include <map>
#include <thread>
#include <vector>
namespace lab {
class JoinThreads {
public:
    explicit JoinThreads(std::vector<std::thread>& t) : threads_(t) {}
    ~JoinThreads() {
        for (auto& t : threads_)
            if (t.joinable())
                t.join();
    }
private:
    std::vector<std::thread>& threads_;
};
class Assay {
public:
    std::size_t run() {
        {
            std::vector<std::thread> pool;
            JoinThreads joiner(pool);
            for (std::size_t p = 0; p < wells_.size(); ++p)
                pool.emplace_back([this, p] { for (int i = 0; i < 96; ++i) wells_[p][i] = 1; });
        }
        std::size_t n = 0;
        for (auto& w : wells_) {
            w.erase(0);
            n += w.size();
        }
        return n;
    }
private:
    std::array<std::map<int, int>, 3> wells_;
};
}
int main() {
    lab::Assay a;
    return a.run() == 3 * 95 ? 0 : 1;
}
