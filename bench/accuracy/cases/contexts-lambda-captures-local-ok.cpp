// CASE: contexts-lambda-captures-local-ok
// SOURCE: written for this suite
// EXPECT: index_documents::postings OK
// EXPECT: index_documents::mine OK
// STD: c++17
// PROVES: design, callables: lambdas (what they capture, by value or reference)
// WHY: the map that is captured by reference is written under the captured mutex, the other is local to each run

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using Postings = std::unordered_multimap<std::string, int>;

std::size_t index_documents(const std::vector<std::string>& docs) {
    Postings postings;
    std::mutex merge;
    std::vector<std::thread> team;
    for (int part = 0; part < 4; ++part) {
        team.emplace_back([&, part] {
            Postings mine;
            for (std::size_t d = part; d < docs.size(); d += 4)
                mine.emplace(docs[d].substr(0, 3), static_cast<int>(d));
            std::lock_guard<std::mutex> lock(merge);
            postings.merge(mine);
        });
    }
    for (auto& t : team)
        t.join();
    return postings.size();
}

int main() {
    std::vector<std::string> docs;
    for (int i = 0; i < 2000; ++i)
        docs.push_back(std::to_string(i * 7919));
    return index_documents(docs) == docs.size() ? 0 : 1;
}
