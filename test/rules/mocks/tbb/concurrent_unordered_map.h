// Stands in for the real header where it is not installed.
#include "../concurrent_maps.h"
