#include "commands.h"

int main() {
    register_math();
    start_dispatchers();
    register_debug();
    stop_dispatchers();
}
