// CASE: contexts-grpc-service-ok
// SOURCE: written for this suite
// EXPECT: Registry::names_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, contexts: a table of known registrars (gRPC services)
// WHY: all methods of the service lock

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

// As declared by grpcpp and generated from a .proto.
namespace grpc {
class Status {};
class ServerContext {};
class Service {
public:
    virtual ~Service();
};
class Server {
public:
    void Wait();
};
class ServerBuilder {
public:
    ServerBuilder &RegisterService(Service *service);
    std::unique_ptr<Server> BuildAndStart();
};
}  // namespace grpc
struct NameRequest {
    std::string name;
    int id;
};
struct NameReply {
    int id;
};
class Names {
public:
    class Service : public grpc::Service {
    public:
        virtual grpc::Status Add(grpc::ServerContext *context, const NameRequest *request, NameReply *reply);
        virtual grpc::Status Lookup(grpc::ServerContext *context, const NameRequest *request, NameReply *reply);
    };
};

class Registry final : public Names::Service {
public:
    grpc::Status Add(grpc::ServerContext *, const NameRequest *request, NameReply *reply) override {
        std::lock_guard<std::mutex> lock(mutex_);
        names_[request->name] = reply->id = request->id;
        return {};
    }
    grpc::Status Lookup(grpc::ServerContext *, const NameRequest *request, NameReply *reply) override {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = names_.find(request->name);
        reply->id = it == names_.end() ? 0 : it->second;
        return {};
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, int> names_;
};

int main() {
    Registry service;
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    server->Wait();
}
