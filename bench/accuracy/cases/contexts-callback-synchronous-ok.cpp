// CASE: contexts-callback-synchronous-ok
// SOURCE: written for this suite
// EXPECT: Directory::sizes_ OK
// EXPECT: Rows::byId_ OK
// STD: c++17
// TSAN: blind the libraries are not linked
// PROVES: issue 3, contexts: function pointers and callables handed to unknown code are possible entries
// WHY: qsort, a tree walk and a query call back before they return, in the thread that holds the lock or has the object to itself

#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

// Provided by two libraries.
extern "C" int walk_tree(const char *root, int (*visit)(void *data, const char *path, long size), void *data);
extern "C" int db_open(const char *file, void **db);
extern "C" int db_exec(void *db, const char *sql, int (*row)(void *data, int columns, char **values), void *data);

class Directory {
public:
    explicit Directory(const char *root) { walk_tree(root, &Directory::visit, this); }

    void refresh(const char *root) {
        std::lock_guard<std::mutex> lock(mutex_);
        sizes_.clear();
        walk_tree(root, &Directory::visit, this);
    }
    long size(const std::string &path) {
        std::lock_guard<std::mutex> lock(mutex_);
        return sizes_[path];
    }

private:
    static int visit(void *data, const char *path, long size) {
        static_cast<Directory *>(data)->sizes_[path] = size;
        return 0;
    }
    std::mutex mutex_;
    std::map<std::string, long> sizes_;
};

class Rows {
public:
    explicit Rows(const char *file) {
        db_open(file, &db_);
        db_exec(db_, "select id, name from rows", &Rows::row, this);
    }
    std::string name(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = byId_.find(id);
        return it == byId_.end() ? "" : it->second;
    }
    void rename(int id, const char *name) {
        std::lock_guard<std::mutex> lock(mutex_);
        byId_[id] = name;
    }

private:
    static int row(void *data, int, char **values) {
        static_cast<Rows *>(data)->byId_.emplace(std::atoi(values[0]), values[1]);
        return 0;
    }
    void *db_ = nullptr;
    std::mutex mutex_;
    std::map<int, std::string> byId_;
};

int main() {
    Directory directory("/");
    directory.refresh("/home");
    Rows rows("rows.db");
    rows.rename(1, "one");
    return directory.size("/home/a") > 0 && rows.name(1).empty();
}
