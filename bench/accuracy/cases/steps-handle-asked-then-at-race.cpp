// CASE: steps-handle-asked-then-at-race
// SOURCE: CppMicroServices/CppMicroServices PR 715 (2022-08-17), NotifyAllListeners takes the keys of the listener map in one locked step and the entries in another
// EXPECT: cppms::cmimpl::ConfigurationNotifier::configListenersMap RACE check-then-act
// STD: c++17
// TSAN: blind no data race by the memory model
// PROVES: checklist MR07
// WHY: the notifier checks under one handle that a pid has listeners and fetches them with at() under another, and the last listener may be removed between the two

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace cppms {

namespace cmimpl {

using ListenerTokenId = unsigned long;
using Listener = std::function<void(const std::string& property)>;
using TokenMap = std::unordered_map<ListenerTokenId, std::shared_ptr<const Listener>>;

class ConfigurationNotifier {
    using ListenersMap = std::unordered_map<std::string, TokenMap>;

    // Gives access to the listeners for as long as it lives.
    class Handle {
    public:
        Handle(std::mutex& m, ListenersMap& listeners) : lock(m), map(listeners) {}
        ListenersMap* operator->() { return &map; }
        ListenersMap& operator*() { return map; }

    private:
        std::unique_lock<std::mutex> lock;
        ListenersMap& map;
    };

    Handle lockListeners() { return Handle(listenersMutex, configListenersMap); }

public:
    ListenerTokenId RegisterListener(const std::string& pid, Listener notify) {
        const ListenerTokenId token = ++tokenCounter;
        auto listener = std::make_shared<const Listener>(std::move(notify));
        auto listenersMapHandle = lockListeners();
        (*listenersMapHandle)[pid].emplace(token, std::move(listener));
        return token;
    }

    void UnregisterListener(const std::string& pid, ListenerTokenId token) {
        auto listenersMapHandle = lockListeners();
        auto iter = listenersMapHandle->find(pid);
        if (iter == listenersMapHandle->end())
            return;
        iter->second.erase(token);
        if (iter->second.empty())
            listenersMapHandle->erase(iter);
    }

    bool AnyListenersForPid(const std::string& pid) { return lockListeners()->count(pid) != 0; }

    int NotifyAllListeners(const std::string& pid, const std::string& property) {
        TokenMap callbacks;
        if (!AnyListenersForPid(pid))
            return 0;
        {
            auto listenersMapHandle = lockListeners();
            callbacks = listenersMapHandle->at(pid);
        }
        for (const auto& callback : callbacks)
            (*callback.second)(property);
        return static_cast<int>(callbacks.size());
    }

private:
    std::atomic<ListenerTokenId> tokenCounter{0};
    std::mutex listenersMutex;
    ListenersMap configListenersMap;
};

}  // namespace cmimpl
}  // namespace cppms

int main() {
    auto notifier = std::make_unique<cppms::cmimpl::ConfigurationNotifier>();
    std::atomic<int> notified{0};
    std::thread components([&] {
        for (int i = 0; i < 800; ++i) {
            const std::string pid = "sample.component" + std::to_string(i % 5);
            const auto token = notifier->RegisterListener(pid, [&notified](const std::string&) { ++notified; });
            notifier->UnregisterListener(pid, token);
        }
    });
    for (int update = 0; update < 800; ++update) {
        try {
            notifier->NotifyAllListeners("sample.component" + std::to_string(update % 5), "foo");
        } catch (const std::out_of_range&) {
            --notified;
        }
    }
    components.join();
    return 0;
}
