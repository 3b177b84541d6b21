// CASE: order-pool-element-cleared-and-given-back-ok
// SOURCE: facebook/infer java/racerd Containers.java, poolWrapperOk1 and poolAcquireOk
// EXPECT: pool::Buffer::fields OK
// STD: c++17
// PROVES: issue 3, order: ownership of what is taken out of a container
// WHY: a buffer taken from the locked pool belongs to one thread until it is put back, and it is cleared before that

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace pool {

struct Buffer {
    std::unordered_map<std::string, std::string> fields;
};

class BufferPool {
public:
    std::unique_ptr<Buffer> acquire() {
        std::lock_guard<std::mutex> g(mu_);
        if (free_.empty())
            return nullptr;
        auto b = std::move(free_.back());
        free_.pop_back();
        return b;
    }

    void release(std::unique_ptr<Buffer> b) {
        b->fields.clear();
        std::lock_guard<std::mutex> g(mu_);
        free_.push_back(std::move(b));
    }

private:
    std::mutex mu_;
    std::vector<std::unique_ptr<Buffer>> free_;
};

class Handler {
public:
    explicit Handler(BufferPool& pool) : pool_(pool) {}

    std::size_t serve(int request) {
        auto b = obtain();
        b->fields["request"] = std::to_string(request);
        b->fields["status"] = "200";
        std::size_t n = b->fields.size();
        pool_.release(std::move(b));
        return n;
    }

private:
    std::unique_ptr<Buffer> obtain() {
        auto b = pool_.acquire();
        if (!b)
            b = std::make_unique<Buffer>();
        return b;
    }

    BufferPool& pool_;
};

}  // namespace pool

int main() {
    pool::BufferPool buffers;
    std::vector<std::thread> workers;
    for (int w = 0; w < 3; ++w)
        workers.emplace_back([&buffers] {
            pool::Handler h(buffers);
            for (int i = 0; i < 400; ++i)
                h.serve(i);
        });
    for (auto& w : workers)
        w.join();
}
