// CASE: order-once-then-reload-race
// SOURCE: written for this suite
// EXPECT: zones RACE
// STD: c++17
// PROVES: issue 3, order: call_once (pthread_once)
// WHY: pthread_once orders the first fill; the reload clears the table beside the readers

#include <pthread.h>
#include <map>
#include <string>

static pthread_once_t zones_once = PTHREAD_ONCE_INIT;
static std::map<std::string, int> zones;

static void fill_zones(void)
{
    for (int i = -12; i <= 12; i++)
        zones["GMT" + std::to_string(i)] = i * 3600;
}

static int zone_offset(const std::string &name)
{
    pthread_once(&zones_once, fill_zones);
    auto z = zones.find(name);
    return z == zones.end() ? 0 : z->second;
}

static void reload_zones(void)
{
    pthread_once(&zones_once, fill_zones);
    zones.clear();
    fill_zones();
}

static void *convert(void *)
{
    long sum = 0;
    for (int i = 0; i < 2000; i++)
        sum += zone_offset("GMT" + std::to_string(i % 12));
    return (void *)sum;
}

int main()
{
    pthread_t t[2];
    for (auto &id : t)
        pthread_create(&id, nullptr, convert, nullptr);
    reload_zones();
    for (auto &id : t)
        pthread_join(id, nullptr);
}
