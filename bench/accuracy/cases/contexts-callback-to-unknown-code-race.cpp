// CASE: contexts-callback-to-unknown-code-race
// SOURCE: written for this suite
// EXPECT: MidiInput::notes_ RACE
// STD: c++17
// TSAN: blind the driver is not linked
// PROVES: issue 3, contexts: function pointers and callables handed to unknown code are possible entries
// WHY: the driver calls onMessage() from a thread of its own; the class locks in poll(), not there

#include <mutex>
#include <unordered_map>

// Provided by the driver.
extern "C" void midi_open_port(int port, void (*callback)(void *user, const unsigned char *bytes), void *user);
extern "C" void midi_close_port(int port);

class MidiInput {
public:
    explicit MidiInput(int port) : port_(port) { midi_open_port(port, &MidiInput::onMessage, this); }
    ~MidiInput() { midi_close_port(port_); }

    int velocity(int note) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = notes_.find(note);
        return it == notes_.end() ? 0 : it->second;
    }

private:
    static void onMessage(void *user, const unsigned char *bytes) {
        auto *self = static_cast<MidiInput *>(user);
        if (bytes[2] == 0)
            self->notes_.erase(bytes[1]);
        else
            self->notes_[bytes[1]] = bytes[2];
    }

    int port_;
    std::mutex mutex_;
    std::unordered_map<int, int> notes_;
};

int main() {
    MidiInput input(1);
    int loudest = 0;
    for (int n = 0; n < 128; ++n)
        loudest = input.velocity(n) > loudest ? input.velocity(n) : loudest;
    return loudest;
}
