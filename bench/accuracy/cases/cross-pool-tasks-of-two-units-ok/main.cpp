#include "pool.h"

std::map<std::string, int> index;
std::mutex index_mutex;

int main() {
    pool_start(2);
    submit_documents();
    for (int i = 0; i < 500; ++i)
        pool_submit([i] {
            std::lock_guard<std::mutex> lock(index_mutex);
            index.erase("doc" + std::to_string(i));
        });
    pool_finish();
    return index.size() > 500;
}
