#include "holder.h"

int use(Holder &H) { return H.M.at(1) + H.After; }
