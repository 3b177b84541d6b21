// CASE: alias-pimpl-ok
// SOURCE: written for this suite
// EXPECT: Session::Impl::attributes OK
// STD: c++17
// PROVES: issue 3, aliases: pimpl
// WHY: setter and getter lock the mutex that lies in the impl

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Session {
public:
    Session();
    ~Session();
    void set(const std::string& name, const std::string& value);
    std::string get(const std::string& name) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct Session::Impl {
    std::mutex mutex;
    std::unordered_map<std::string, std::string> attributes;
};

Session::Session() : impl_(std::make_unique<Impl>()) {}
Session::~Session() = default;

void Session::set(const std::string& name, const std::string& value) {
    std::lock_guard<std::mutex> lock(impl_->mutex);
    impl_->attributes[name] = value;
}

std::string Session::get(const std::string& name) const {
    std::lock_guard<std::mutex> lock(impl_->mutex);
    auto it = impl_->attributes.find(name);
    return it != impl_->attributes.end() ? it->second : std::string();
}

int main() {
    Session session;
    std::thread servlet([&session] {
        for (int i = 0; i < 1000; ++i)
            session.set("attr" + std::to_string(i), "v");
    });
    std::size_t n = 0;
    for (int i = 0; i < 1000; ++i)
        n += session.get("attr" + std::to_string(i)).size();
    servlet.join();
    return n > 1000;
}
