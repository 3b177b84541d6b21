// CASE: contexts-qt-worker-moved-to-thread-race
// SOURCE: written for this suite
// EXPECT: Indexer::words_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: Qt (queued connections)
// WHY: the slot runs in the thread that the object was moved to, and main reads the map meanwhile

#include <string>
#include <unordered_map>

// As declared by QObject, QThread and QTimer.
class QThread;
class QObject {
public:
    virtual ~QObject();
    void moveToThread(QThread *thread);
    template <class S, class Signal, class R, class Slot>
    static void connect(const S *sender, Signal signal, const R *receiver, Slot slot);
};
class QThread : public QObject {
public:
    void start();
    void quit();
    bool wait();
};
class QTimer : public QObject {
public:
    void start(int msec);
    void timeout();
};

class Indexer : public QObject {
public:
    void index() { words_["word" + std::to_string(words_.size())] = 1; }
    std::size_t size() const { return words_.size(); }

private:
    std::unordered_map<std::string, int> words_;
};

int main() {
    QThread thread;
    QTimer timer;
    Indexer indexer;
    indexer.moveToThread(&thread);
    QObject::connect(&timer, &QTimer::timeout, &indexer, &Indexer::index);
    thread.start();
    timer.start(10);
    std::size_t n = indexer.size();
    thread.quit();
    thread.wait();
    return n == 0;
}
