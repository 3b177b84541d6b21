// CASE: contexts-pthread-argument-each-ok
// SOURCE: written for this suite
// EXPECT: scan_job::found OK
// STD: c++17
// PROVES: design, thread entries: pthread_create; same object?
// WHY: each thread is started with the job of its own, which main reads after the join

#include <pthread.h>
#include <unordered_map>

struct scan_job {
    int first, last;
    std::unordered_map<int, int> found;
};

static void *scan(void *arg)
{
    scan_job *job = static_cast<scan_job *>(arg);
    for (int port = job->first; port < job->last; port++)
        if (port % 3)
            job->found.insert(std::make_pair(port, port % 7));
    return nullptr;
}

int main()
{
    enum { N = 3 };
    scan_job jobs[N];
    pthread_t tid[N];
    for (int i = 0; i < N; i++) {
        jobs[i].first = i * 1000;
        jobs[i].last = (i + 1) * 1000;
    }
    for (int i = 0; i < N; i++)
        pthread_create(&tid[i], nullptr, scan, &jobs[i]);
    unsigned long total = 0;
    for (int i = 0; i < N; i++) {
        pthread_join(tid[i], nullptr);
        total += jobs[i].found.size();
    }
    return total == 1;
}
