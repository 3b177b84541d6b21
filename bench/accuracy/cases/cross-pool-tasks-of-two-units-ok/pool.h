#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>

void pool_start(int threads);
void pool_submit(std::function<void()> task);
void pool_finish();

extern std::map<std::string, int> index;
extern std::mutex index_mutex;
void submit_documents();
