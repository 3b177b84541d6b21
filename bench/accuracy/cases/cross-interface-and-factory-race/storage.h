#pragma once
#include <memory>
#include <string>

struct Storage {
    virtual ~Storage() = default;
    virtual void put(const std::string& key, std::string blob) = 0;
    virtual bool has(const std::string& key) const = 0;
};

std::unique_ptr<Storage> makeStorage();
