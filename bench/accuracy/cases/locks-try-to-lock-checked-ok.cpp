// CASE: locks-try-to-lock-checked-ok
// SOURCE: written for this suite
// EXPECT: audio::Mixer::voices_ OK
// STD: c++17
// PROVES: issue 3, locks: defer/adopt/try tags
// WHY: the audio thread gives the block up when the lock is not free

#include <map>
#include <mutex>
#include <thread>

namespace audio {

struct Voice {
    float gain;
    int left;
};

class Mixer {
public:
    void play(int id, float gain) {
        std::unique_lock<std::mutex> lock(mutex_);
        voices_.insert({id, Voice{gain, 3}});
    }

    // Runs on the audio thread, which may not wait.
    float render() {
        std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
        if (!lock.owns_lock())
            return 0.f;
        float out = 0.f;
        for (auto it = voices_.begin(); it != voices_.end();) {
            out += it->second.gain;
            it = --it->second.left == 0 ? voices_.erase(it) : std::next(it);
        }
        return out;
    }

private:
    std::mutex mutex_;
    std::map<int, Voice> voices_;
};

}  // namespace audio

int main() {
    audio::Mixer mixer;
    std::thread device([&] {
        for (int i = 0; i < 3000; ++i)
            mixer.render();
    });
    for (int i = 0; i < 3000; ++i)
        mixer.play(i, 0.5f);
    device.join();
}
