#pragma once
#include <functional>
#include <map>
#include <string>
#include <utility>

using RPCMethod = std::function<std::string(int)>;
class CRPCTable {
public:
    void appendCommand(const std::string& name, RPCMethod actor) { mapCommands[name] = std::move(actor); }
    std::string execute(const std::string& name, int param) const {
        auto it = mapCommands.find(name);
        return it == mapCommands.end() ? "Method not found" : it->second(param);
    }
private:
    std::map<std::string, RPCMethod> mapCommands;
};
