// CASE: alias-base-copied-by-default-ok
// SOURCE: ClickHouse/ClickHouse PR 104879 (2026-05-13), ContextData copy constructor reads table_function_results without the source's mutex
// EXPECT: DB::ContextData::table_function_results OK
// STD: c++17
// PROVES: issue 3, aliases: base-class members; copies read the original
// WHY: the copy is made in a helper that locks the mutex of the source

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace DB {

class IStorage {
public:
    explicit IStorage(std::string name_) : name(std::move(name_)) {}
    const std::string & getName() const { return name; }

private:
    const std::string name;
};

using StoragePtr = std::shared_ptr<const IStorage>;
using Tables = std::map<std::string, StoragePtr>;

class ContextData {
protected:
    std::string current_database = "default";
    Tables table_function_results;
    mutable std::mutex table_function_results_mutex;

    ContextData() = default;
    ContextData(const ContextData & o)
        : current_database(o.current_database)
        , table_function_results(o.copyTableFunctionResults())
    {
    }

    Tables copyTableFunctionResults() const {
        std::lock_guard lock(table_function_results_mutex);
        return table_function_results;
    }
};

class Context : public ContextData, public std::enable_shared_from_this<Context> {
public:
    static std::shared_ptr<Context> createGlobal() { return std::shared_ptr<Context>(new Context); }
    static std::shared_ptr<Context> createCopy(const std::shared_ptr<const Context> & other) {
        return std::shared_ptr<Context>(new Context(*other));
    }

    StoragePtr executeTableFunction(const std::string & ast_hash) {
        std::lock_guard lock(table_function_results_mutex);
        StoragePtr & res = table_function_results[ast_hash];
        if (!res)
            res = std::make_shared<const IStorage>(current_database + "." + ast_hash);
        return res;
    }

    void clearTableFunctionResults() {
        std::lock_guard lock(table_function_results_mutex);
        table_function_results.clear();
    }

private:
    Context() = default;
    Context(const Context &) = default;
};

/// One materialized view pushes its block with a context of its own.
class ViewPusher {
public:
    ViewPusher(std::shared_ptr<Context> insert_context_, int index_) : insert_context(std::move(insert_context_)), index(index_) {}

    size_t push(int blocks) {
        size_t length = 0;
        for (int i = 0; i < blocks; ++i) {
            insert_context->executeTableFunction("numbers_" + std::to_string(index) + "_" + std::to_string(i % 60));
            auto view_context = Context::createCopy(insert_context);
            length += view_context->executeTableFunction("url_" + std::to_string(i)) -> getName().size();
        }
        insert_context->clearTableFunctionResults();
        return length;
    }

private:
    std::shared_ptr<Context> insert_context;
    int index;
};

}

int main() {
    auto context = DB::Context::createGlobal();
    std::vector<std::thread> views;
    std::vector<size_t> lengths(3);
    for (int i = 0; i < 3; ++i)
        views.emplace_back([&, i] { lengths[static_cast<size_t>(i)] = DB::ViewPusher(context, i).push(150); });
    for (auto & view : views)
        view.join();
    return lengths[0] == lengths[1] ? 0 : 1;
}
