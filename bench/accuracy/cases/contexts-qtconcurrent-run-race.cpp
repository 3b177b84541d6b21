// CASE: contexts-qtconcurrent-run-race
// SOURCE: written for this suite
// EXPECT: scanPhotos::thumbnails RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: Qt (QtConcurrent); order: future
// WHY: the caller looks into the map before it waits for the job

#include <string>
#include <unordered_map>

// As declared by QtConcurrentRun and QFuture.
template <class T>
class QFuture {
public:
    void waitForFinished();
};
namespace QtConcurrent {
template <class F>
QFuture<void> run(F &&f);
}

inline bool scanPhotos() {
    std::unordered_map<std::string, int> thumbnails;
    QFuture<void> job = QtConcurrent::run([&thumbnails] {
        for (int i = 0; i < 500; ++i)
            thumbnails["photo" + std::to_string(i)] = i;
    });
    bool first = thumbnails.count("photo0") == 1;
    job.waitForFinished();
    return first;
}

int main() { return scanPhotos() ? 0 : 1; }
