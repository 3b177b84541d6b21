// CASE: contexts-class-without-mutex-ok
// SOURCE: written for this suite
// EXPECT: Builder::members_ OK
// STD: c++17
// PROVES: issue 3, contexts: a class that documents itself as shared (owns a mutex)
// WHY: only the factory locks, for its list of builders; a builder has no mutex, so its public methods promise nothing
#include <map>
#include <mutex>
#include <string>
#include <vector>

class Builder {
public:
    ~Builder() { clear(); }
    void add_member(const std::string& name, int type);
    void copy_from(const Builder* other);

private:
    void clear() { members_.clear(); }
    std::map<std::string, int> members_;
};

void Builder::add_member(const std::string& name, int type) { members_.insert({name, type}); }
void Builder::copy_from(const Builder* other) {
    for (const auto& member : other->members_)
        members_.insert(member);
}

class Factory {
public:
    ~Factory() {
        std::lock_guard<std::mutex> guard(mutex_);
        for (auto it = builders_.begin(); it != builders_.end(); ++it)
            delete *it;
    }
    Builder* create() {
        Builder* builder = new Builder;
        std::lock_guard<std::mutex> guard(mutex_);
        builders_.push_back(builder);
        return builder;
    }

private:
    std::mutex mutex_;
    std::vector<Builder*> builders_;
};

Builder* make(Factory& factory) { return factory.create(); }
