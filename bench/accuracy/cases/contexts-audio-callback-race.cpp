// CASE: contexts-audio-callback-race
// SOURCE: written for this suite
// EXPECT: Synth::voices_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, contexts: C callbacks with user data
// WHY: the stream's thread erases voices while main adds some

#include <unordered_map>

// As declared by portaudio.h.
typedef void PaStream;
typedef int (*PaStreamCallback)(const void *input, void *output, unsigned long frames, const void *time, unsigned long flags, void *user);
extern "C" int Pa_OpenStream(PaStream **stream, const void *in, const void *out, double rate, unsigned long frames, unsigned long flags,
                             PaStreamCallback callback, void *user);
extern "C" int Pa_StartStream(PaStream *stream);
extern "C" int Pa_CloseStream(PaStream *stream);

class Synth {
public:
    void noteOn(int note) { voices_[note] = 1.0f; }
    static int render(const void *, void *output, unsigned long frames, const void *, unsigned long, void *user) {
        return static_cast<Synth *>(user)->mix(static_cast<float *>(output), frames);
    }

private:
    int mix(float *output, unsigned long frames) {
        for (auto it = voices_.begin(); it != voices_.end();) {
            output[it->first % frames] += it->second;
            it = (it->second *= 0.9f) < 0.01f ? voices_.erase(it) : ++it;
        }
        return 0;
    }
    std::unordered_map<int, float> voices_;
};

int main() {
    Synth synth;
    synth.noteOn(60);
    PaStream *stream = nullptr;
    Pa_OpenStream(&stream, nullptr, nullptr, 44100, 256, 0, &Synth::render, &synth);
    Pa_StartStream(stream);
    synth.noteOn(64);
    Pa_CloseStream(stream);
    synth.noteOn(67);
}
