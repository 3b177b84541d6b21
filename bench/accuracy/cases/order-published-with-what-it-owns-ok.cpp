// CASE: order-published-with-what-it-owns-ok
// SOURCE: written for this suite
// EXPECT: Storage::hostnames OK
// STD: c++17
// PROVES: issue 3, order: ownership; an object is filled before it is published, with what its pointers own
// WHY: a new lookup is filled by its maker and then published by atomic exchange into the processor's slots as a base pointer; readers only find
#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>


struct ConfigInfo { std::atomic<int> refs{0}; virtual ~ConfigInfo() {} };

class Processor {
  std::atomic<ConfigInfo*> infos_[100];
  int ninfos_ = 0;
public:
  unsigned set(unsigned id, ConfigInfo* info) {
    if (id == 0) id = ++ninfos_;
    unsigned idx = id - 1;
    info->refs++;
    ConfigInfo* old = infos_[idx].exchange(info);
    (void)old;
    return id;
  }
  ConfigInfo* get(unsigned id) {
    ConfigInfo* info = infos_[id - 1];
    if (info) info->refs++;
    return info;
  }
};
Processor processor;

class Storage {
  std::unordered_map<std::string, int> hostnames;
public:
  int insert(const std::string& name, int idx) {
    if (auto it = hostnames.find(name); it != hostnames.end() && idx != it->second) idx = -1;
    else hostnames.emplace(name, idx);
    return idx;
  }
  int lookup(const std::string& name) const {
    if (auto it = hostnames.find(name); it != hostnames.end()) return it->second;
    return -1;
  }
};

struct CertLookup : ConfigInfo {
  Storage* storage = new Storage;
  ~CertLookup() override { delete storage; }
  int insert(const std::string& n) { return storage->insert(n, 1); }
  int find(const std::string& n) const { return storage->lookup(n); }
};

struct CertConfig {
  static std::atomic<unsigned> configid;
  static void reconfigure() {
    CertLookup* lookup = new CertLookup;
    lookup->insert("a");
    configid = processor.set(configid, lookup);
  }
  static CertLookup* acquire() { return static_cast<CertLookup*>(processor.get(configid)); }
};
std::atomic<unsigned> CertConfig::configid{0};

int main() {
  CertConfig::reconfigure();
  std::vector<std::thread> ts;
  for (int i = 0; i < 4; i++)
    ts.emplace_back([] { for (;;) if (CertLookup* l = CertConfig::acquire()) l->find("a"); });
  for (;;) CertConfig::reconfigure();
}
