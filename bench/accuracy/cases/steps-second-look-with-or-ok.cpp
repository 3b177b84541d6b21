// CASE: steps-second-look-with-or-ok
// SOURCE: reduced from Fast DDS 2.9.1 (DomainParticipantImpl::create_topic)
// EXPECT: Participant::topics_ OK
// STD: c++17
// PROVES: MR07: a second look in the act's own section makes up for the first
// WHY: create() looks again under the lock, in the first half of an or, before it stores

#include <map>
#include <mutex>
#include <string>
#include <thread>
struct Topic { int x; };
class Participant {
public:
  Topic *look(const std::string &n) { std::lock_guard<std::mutex> l(m_); auto it = topics_.find(n); if (it != topics_.end()) return it->second; return nullptr; }
  Topic *create(const std::string &n) {
    std::lock_guard<std::mutex> l(m_);
    if ((topics_.find(n) != topics_.end()) || (filtered_.find(n) != filtered_.end())) return nullptr;
    Topic *t = new Topic;
    topics_[n] = t;
    return t;
  }
  Topic *get(const std::string &n) { Topic *t = look(n); if (!t) t = create(n); return t; }
  std::mutex m_; std::map<std::string, Topic *> topics_; std::map<std::string, int> filtered_;
};
int main() { Participant p; std::thread t([&] { p.get("a"); }); p.get("b"); t.join(); }
