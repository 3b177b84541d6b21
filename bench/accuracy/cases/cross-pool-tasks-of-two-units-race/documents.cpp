#include "pool.h"

void submit_documents() {
    for (int d = 0; d < 500; ++d)
        pool_submit([d] { index["doc" + std::to_string(d)] = d; });
}
