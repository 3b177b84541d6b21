// CASE: locks-try-to-lock-unchecked-race
// SOURCE: written for this suite
// EXPECT: audio::Mixer::voices_ RACE
// STD: c++17
// PROVES: issue 3, locks: defer/adopt/try tags
// WHY: a unique_lock with try_to_lock may come back empty-handed, and the audio thread does not look

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
