// CASE: lifecycle-double-checked-object-ok
// SOURCE: openzim/libzim issue 945 (2025-01-16), FileImpl::direntLookup tests a plain unique_ptr before it takes the lock
// EXPECT: zim::FileImpl::m_lookupGrid OK
// STD: c++17
// PROVES: MR10 double-checked locking
// WHY: call_once builds the look-up map and all threads only read it afterwards

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace zim {

typedef unsigned entry_index_type;

class DirentReader {
public:
    explicit DirentReader(entry_index_type count) : count_(count) {}
    entry_index_type count() const { return count_; }
    std::string urlOf(entry_index_type index) const {
        std::string digits = std::to_string(index);
        return "A/" + std::string(6 - digits.size(), '0') + digits;
    }

private:
    const entry_index_type count_;
};

// Narrows the range of a binary search among the directory entries.
using LookupGrid = std::map<std::string, entry_index_type>;

class FileImpl {
public:
    explicit FileImpl(entry_index_type entries) : reader_(entries) {}

    bool findx(const std::string& url) {
        const LookupGrid& grid = direntLookup();
        auto upper = grid.upper_bound(url);
        const entry_index_type end = upper == grid.end() ? reader_.count() : upper->second;
        const entry_index_type begin = upper == grid.begin() ? 0 : std::prev(upper)->second;
        for (entry_index_type i = begin; i < end; ++i)
            if (reader_.urlOf(i) == url)
                return true;
        return false;
    }

private:
    void createLookup() {
        auto grid = std::make_unique<LookupGrid>();
        for (entry_index_type i = 0; i < reader_.count(); i += 16)
            grid->emplace(reader_.urlOf(i), i);
        m_lookupGrid = std::move(grid);
    }

    const LookupGrid& direntLookup() {
        std::call_once(m_lookupOnceFlag, [this] { createLookup(); });
        return *m_lookupGrid;
    }

    DirentReader reader_;
    std::once_flag m_lookupOnceFlag;
    std::unique_ptr<const LookupGrid> m_lookupGrid;
};

class Archive {
public:
    explicit Archive(entry_index_type entries) : m_impl(std::make_shared<FileImpl>(entries)) {}
    bool hasEntryByPath(const std::string& path) const { return m_impl->findx("A/" + path); }

private:
    std::shared_ptr<FileImpl> m_impl;
};

}  // namespace zim

int main() {
    int found[3] = {0, 0, 0};
    for (int round = 0; round < 20; ++round) {
        zim::Archive archive(500);
        std::vector<std::thread> http;
        for (int t = 0; t < 3; ++t)
            http.emplace_back([&archive, &found, t] {
                found[t] += archive.hasEntryByPath("000123");
                found[t] += archive.hasEntryByPath("00049" + std::to_string(t));
            });
        for (auto& h : http)
            h.join();
    }
    return found[0] + found[1] + found[2] == 120 ? 0 : 1;
}
