#pragma once
#include <mutex>
#include <unordered_set>

#include "crow_websocket.h"

extern std::mutex mtx;
extern std::unordered_set<crow::websocket::connection*> users;

void close_connections();
