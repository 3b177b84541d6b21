#include "commands.h"

int main() {
    register_math();
    register_debug();
    start_dispatchers();
    stop_dispatchers();
}
