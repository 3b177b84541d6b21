// CASE: alias-hook-stored-under-key-ok
// SOURCE: ceph/ceph PR 38083 (2020-11-15), mds->mdsmap read by an admin socket command without mds_lock
// EXPECT: MDSMap::up OK
// STD: c++17
// PROVES: issue 3, aliases: objects in containers
// WHY: the command takes mds_lock before it looks at the map

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

typedef std::int32_t mds_rank_t;
typedef std::uint64_t mds_gid_t;

class MDSMap {
public:
    void set_up(mds_rank_t rank, mds_gid_t gid) { up[rank] = gid; }
    void set_down(mds_rank_t rank) { up.erase(rank); }
    std::vector<mds_rank_t> get_up_ranks() const {
        std::vector<mds_rank_t> ranks;
        for (const auto& p : up)
            ranks.push_back(p.first);
        return ranks;
    }
    unsigned get_num_up() const { return static_cast<unsigned>(up.size()); }

private:
    std::map<mds_rank_t, mds_gid_t> up;
};

class AdminSocketHook {
public:
    virtual int call(const std::string& command, std::string& out) = 0;
    virtual ~AdminSocketHook() {}
};

// Serves commands on a thread of its own.
class AdminSocket {
public:
    void register_command(const std::string& command, AdminSocketHook* hook) { hooks[command] = hook; }
    void start(int requests) {
        thread = std::thread([this, requests] {
            for (int i = 0; i < requests; ++i)
                for (auto& h : hooks) {
                    std::string out;
                    h.second->call(h.first, out);
                    answered += out.size();
                }
        });
    }
    std::size_t shutdown() {
        thread.join();
        return answered;
    }

private:
    std::map<std::string, AdminSocketHook*> hooks;
    std::thread thread;
    std::size_t answered = 0;
};

class MDSDaemon {
public:
    MDSDaemon() : mdsmap(std::make_unique<MDSMap>()) { mdsmap->set_up(0, 4100); }

    std::mutex mds_lock;
    std::unique_ptr<MDSMap> mdsmap;

    // Messenger thread.
    void handle_mds_map(mds_rank_t rank, mds_gid_t gid) {
        std::lock_guard<std::mutex> l(mds_lock);
        if (gid == 0)
            mdsmap->set_down(rank);
        else
            mdsmap->set_up(rank, gid);
    }

    void dump_status(std::string& out) {
        std::lock_guard<std::mutex> l(mds_lock);
        out += "up:" + std::to_string(mdsmap->get_num_up());
    }
};

class MDSSocketHook : public AdminSocketHook {
public:
    explicit MDSSocketHook(MDSDaemon* m) : mds(m) {}
    int call(const std::string& command, std::string& out) override {
        if (command == "status") {
            mds->dump_status(out);
            return 0;
        }
        if (command == "get ranks") {
            std::lock_guard<std::mutex> l(mds->mds_lock);
            for (mds_rank_t rank : mds->mdsmap->get_up_ranks())
                out += std::to_string(rank) + ",";
            return 0;
        }
        return -38;
    }

private:
    MDSDaemon* mds;
};

int main() {
    auto mds = std::make_unique<MDSDaemon>();
    MDSSocketHook hook(mds.get());
    AdminSocket asok;
    asok.register_command("status", &hook);
    asok.register_command("get ranks", &hook);
    asok.start(300);
    for (int i = 0; i < 3000; ++i)
        mds->handle_mds_map(1 + i % 40, i % 3 == 0 ? 0 : static_cast<mds_gid_t>(4200 + i));
    return asok.shutdown() > 0 ? 0 : 1;
}
