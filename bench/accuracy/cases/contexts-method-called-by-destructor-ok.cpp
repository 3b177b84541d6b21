// CASE: contexts-method-called-by-destructor-ok
// SOURCE: eclipse-ecal/ecal PR 721 (2022-07-26), m_event_handle_map not locked while it is cleared in Destroy()
// EXPECT: eCAL::CMemoryFileObserverPool::m_event_handle_map OK
// STD: c++17
// PROVES: issue 3, thread contexts: classes that own a lock
// WHY: Destroy takes the same lock as all other methods

// Library class: called by the host application from its own threads.
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace eCAL {

struct SEventHandle {
    std::string name;
    void* handle = nullptr;
};

bool gOpenEvent(SEventHandle* event, const std::string& name);
bool gCloseEvent(const SEventHandle& event);
bool gSetEvent(const SEventHandle& event);

class CMemoryFileObserverPool {
public:
    CMemoryFileObserverPool() = default;
    ~CMemoryFileObserverPool();

    void Create();
    void Destroy();

    bool AddEvent(const std::string& process_id, const std::string& memfile);
    void RemoveEvent(const std::string& process_id);
    bool SignalAll();
    std::size_t EventCount() const;

private:
    using EventHandleMapT = std::map<std::string, SEventHandle>;

    mutable std::mutex m_event_handle_map_sync;
    EventHandleMapT m_event_handle_map;
    bool m_created = false;
};

CMemoryFileObserverPool::~CMemoryFileObserverPool() {
    Destroy();
}

void CMemoryFileObserverPool::Create() {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    m_created = true;
}

void CMemoryFileObserverPool::Destroy() {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    // close all events
    for (const auto& handle : m_event_handle_map)
        gCloseEvent(handle.second);
    m_event_handle_map.clear();
    m_created = false;
}

bool CMemoryFileObserverPool::AddEvent(const std::string& process_id, const std::string& memfile) {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    if (!m_created)
        return false;
    auto inserted = m_event_handle_map.emplace(process_id, SEventHandle{});
    return !inserted.second || gOpenEvent(&inserted.first->second, memfile + "_" + process_id);
}

void CMemoryFileObserverPool::RemoveEvent(const std::string& process_id) {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    auto iter = m_event_handle_map.find(process_id);
    if (iter == m_event_handle_map.end())
        return;
    gCloseEvent(iter->second);
    m_event_handle_map.erase(iter);
}

bool CMemoryFileObserverPool::SignalAll() {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    bool sent = false;
    for (const auto& handle : m_event_handle_map)
        sent |= gSetEvent(handle.second);
    return sent;
}

std::size_t CMemoryFileObserverPool::EventCount() const {
    const std::lock_guard<std::mutex> lock(m_event_handle_map_sync);
    return m_event_handle_map.size();
}

}  // namespace eCAL
