#include "pool.h"

void submit_documents() {
    for (int d = 0; d < 500; ++d)
        pool_submit([d] {
            std::lock_guard<std::mutex> lock(index_mutex);
            index["doc" + std::to_string(d)] = d;
        });
}
