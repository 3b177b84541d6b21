#include "context.h"

Context context;

int main() {
    std::thread linker = start_linker();
    for (int i = 0; i < 1000; ++i)
        context.symbols["p" + std::to_string(i)] = i;
    linker.join();
}
