//===- source.cpp - a synthetic program as C++ -------------------------------===//
#include "bench/scale/program.h"

namespace maprace::synthetic {

namespace {

/// Text that knows the number of its next line.
class Text {
  std::string Out;
  unsigned Next = 1;

public:
  /// The number of the line just written.
  unsigned line(const std::string &L) {
    Out += L;
    Out += '\n';
    return Next++;
  }
  std::string take() { return std::move(Out); }
};

std::string number(unsigned N) { return std::to_string(N); }

std::string textOf(const Step &S) {
  switch (S.Kind) {
  case StepKind::Insert: return "entries_[k] = k;";
  case StepKind::Erase: return "entries_.erase(k);";
  case StepKind::Count: return "k += entries_.count(k);";
  case StepKind::Config: return "k += config.count(k);";
  case StepKind::Lock: return "{ std::lock_guard<std::mutex> lock(mu_);";
  case StepKind::Unlock: return "}";
  case StepKind::If: return "if (k > 0) {";
  case StepKind::EndIf: return "}";
  case StepKind::CallOwn: return "m" + number(S.Method) + "(k);";
  case StepKind::CallPart: return "part_.m" + number(S.Method) + "(k);";
  case StepKind::CallService: return "::" + nameSpace(S.Target) + "::service.m" + number(S.Method) + "(k);";
  case StepKind::CallWired: return "dep" + number(S.Target) + "_->m" + number(S.Method) + "(k);";
  case StepKind::CallHelper: return "helper" + number(S.Target) + "(entries_, k);";
  case StepKind::CallTally: return "tally" + number(S.Target) + "(k);";
  case StepKind::Peek: return "peek" + number(S.Target) + "(k);";
  case StepKind::Fire: return "hub" + number(S.Target) + ".fire(k);";
  case StepKind::Publish: return "bus" + number(S.Target) + ".publish(k);";
  }
  return "";
}

void includeAll(Text &T) {
  T.line("#pragma once");
  for (const char *H : {"functional", "map", "mutex", "thread", "vector"})
    T.line("#include <" + std::string(H) + ">");
}

/// The header of all units. Lines of fields are set here.
std::string writeHeader(Program &P) {
  Text T;
  includeAll(T);
  for (unsigned H = 0; H < P.Hubs; ++H) {
    std::string N = number(H);
    T.line("class Listener" + N + " { public: virtual ~Listener" + N +
           "() = default; virtual int notify(int k) = 0; };");
    T.line("class Hub" + N + " { public: void add(Listener" + N + " *listener); int fire(int k);");
    T.line("  private: std::mutex mu_; std::vector<Listener" + N + " *> listeners_; };");
    T.line("extern Hub" + N + " hub" + N + ";");
  }
  for (unsigned B = 0; B < P.Buses; ++B) {
    std::string N = number(B);
    T.line("class Bus" + N + " { public: void on(std::function<int(int)> f); void publish(int k);");
    T.line("  private: std::mutex mu_; std::vector<std::function<int(int)>> subscribers_; };");
    T.line("extern Bus" + N + " bus" + N + ";");
  }
  for (unsigned H = 0; H < P.Helpers; ++H)
    T.line("int helper" + number(H) + "(std::map<int, int> &m, int k);");
  for (unsigned K = 0; K < P.Tallies; ++K)
    T.line("int tally" + number(K) + "(int k); int peek" + number(K) + "(int k);");
  for (unsigned U = P.Units.size(); U-- > 0;) { // the lower layers first
    Unit &X = P.Units[U];
    T.line("namespace " + nameSpace(U) + " {");
    for (unsigned C = 0; C < X.Classes.size(); ++C) {
      Class &K = X.Classes[C];
      bool Service = C + 1 == X.Classes.size();
      std::string Base = Service && X.Hub != None ? " : public Listener" + number(X.Hub) : "";
      K.Line = T.line("class " + className(C) + Base + " {");
      T.line("public:");
      for (unsigned M = 0; M < K.Methods.size(); ++M)
        T.line("  int m" + number(M) + "(int k);");
      if (Service && X.Hub != None)
        T.line("  int notify(int k) override;");
      if (Service && !X.Wired.empty()) {
        std::string Params;
        for (unsigned D = 0; D < X.Wired.size(); ++D)
          Params +=
              (D ? ", " : "") + nameSpace(X.Wired[D]) + "::" + className(X.Classes.size() - 1) + " *d" + number(D);
        T.line("  void wire(" + Params + ");");
      }
      T.line("private:");
      if (K.HasMap) {
        K.MutexLine = T.line("  std::mutex mu_;");
        K.MapLine = T.line("  std::map<int, int> entries_;");
      }
      if (C)
        K.PartLine = T.line("  " + className(C - 1) + " part_;");
      if (Service)
        for (unsigned D = 0; D < X.Wired.size(); ++D)
          X.DepLines.push_back(T.line("  " + nameSpace(X.Wired[D]) + "::" + className(X.Classes.size() - 1) + " *dep" +
                                      number(D) + "_ = nullptr;"));
      T.line("};");
    }
    X.ServiceLine = T.line("extern " + className(X.Classes.size() - 1) + " service;");
    T.line("void setup();");
    T.line("}");
  }
  return T.take();
}

void writeSteps(Text &T, std::vector<Step> &Steps) {
  for (Step &S : Steps)
    S.Line = T.line("  " + textOf(S));
}

std::string writeUnit(Program &P, unsigned U) {
  Unit &X = P.Units[U];
  Text T;
  T.line("#include \"program.h\"");
  T.line("namespace " + nameSpace(U) + " {");
  std::string Service = className(X.Classes.size() - 1);
  T.line(Service + " service;");
  X.ConfigLine = T.line("std::map<int, int> config;");
  for (unsigned C = 0; C < X.Classes.size(); ++C)
    for (unsigned M = 0; M < X.Classes[C].Methods.size(); ++M) {
      Method &F = X.Classes[C].Methods[M];
      F.Line = T.line("int " + className(C) + "::m" + number(M) + "(int k) {");
      writeSteps(T, F.Steps);
      T.line("  return k;");
      T.line("}");
    }
  if (X.Hub != None) {
    X.NotifyLine = T.line("int " + Service + "::notify(int k) {");
    X.NotifyCallLine = T.line("  return m" + number(X.NotifyMethod) + "(k);");
    T.line("}");
  }
  if (!X.Wired.empty()) {
    std::string Params;
    for (unsigned D = 0; D < X.Wired.size(); ++D)
      Params += (D ? ", " : "") + nameSpace(X.Wired[D]) + "::" + Service + " *d" + number(D);
    X.WireLine = T.line("void " + Service + "::wire(" + Params + ") {");
    for (unsigned D = 0; D < X.Wired.size(); ++D)
      X.StoreLines.push_back(T.line("  dep" + number(D) + "_ = d" + number(D) + ";"));
    T.line("}");
  }
  X.SetupLine = T.line("void setup() {");
  X.FillLine = T.line("  config[1] = 1;");
  if (!X.Wired.empty()) {
    std::string Args;
    for (unsigned D = 0; D < X.Wired.size(); ++D)
      Args += (D ? ", &::" : "&::") + nameSpace(X.Wired[D]) + "::service";
    X.WireCallLine = T.line("  service.wire(" + Args + ");");
  }
  if (X.Hub != None)
    X.AddLine = T.line("  hub" + number(X.Hub) + ".add(&service);");
  if (X.Bus != None)
    X.SubscribeLine =
        T.line("  bus" + number(X.Bus) + ".on([](int k) { return service.m" + number(X.NotifyMethod) + "(k); });");
  T.line("}");
  T.line("}");
  return T.take();
}

/// Each on a line of its own that can be counted: facts.cpp does.
std::string writeShared(const Program &P) {
  Text T;
  T.line("#include \"program.h\"");
  for (unsigned H = 0; H < P.Hubs; ++H) {
    std::string N = number(H);
    T.line("Hub" + N + " hub" + N + ";");
    T.line("void Hub" + N + "::add(Listener" + N +
           " *listener) { std::lock_guard<std::mutex> lock(mu_); listeners_.push_back(listener); }");
    T.line("int Hub" + N + "::fire(int k) { for (Listener" + N +
           " *listener : listeners_) listener->notify(k); return k; }");
  }
  for (unsigned B = 0; B < P.Buses; ++B) {
    std::string N = number(B);
    T.line("Bus" + N + " bus" + N + ";");
    T.line(
        "void Bus" + N +
        "::on(std::function<int(int)> f) { std::lock_guard<std::mutex> lock(mu_); subscribers_.push_back(std::move(f)); }");
    T.line("void Bus" + N + "::publish(int k) { for (auto &f : subscribers_) f(k); }");
  }
  for (unsigned H = 0; H < P.Helpers; ++H) {
    std::string Deeper = H % 4 ? "if (k > 0) k += helper" + number(H - 1) + "(m, k); " : "";
    T.line("int helper" + number(H) + "(std::map<int, int> &m, int k) { " + Deeper + "k += m.count(k); return k; }");
  }
  for (unsigned K = 0; K < P.Tallies; ++K) {
    std::string N = number(K);
    T.line("static std::mutex tally_mu" + N + ";");
    T.line("static std::map<int, int> tally_map" + N + ";");
    T.line("int tally" + N + "(int k) { std::lock_guard<std::mutex> lock(tally_mu" + N + "); tally_map" + N +
           "[k] = k; return k; }");
    if (K < P.Peeked)
      T.line("int peek" + N + "(int k) { k += tally_map" + N + ".count(k); return k; }");
  }
  return T.take();
}

std::string writeMain(Program &P) {
  Text T;
  T.line("#include \"program.h\"");
  for (unsigned E = 0; E < P.Entries.size(); ++E) {
    P.Entries[E].Line = T.line("void entry" + number(E) + "(int k) {");
    writeSteps(T, P.Entries[E].Steps);
    T.line("}");
  }
  unsigned Groups = (P.Units.size() + SetupGroup - 1) / SetupGroup;
  for (unsigned G = 0; G < Groups; ++G) {
    T.line("static void setup" + number(G) + "() {");
    for (unsigned U = G * SetupGroup; U < P.Units.size() && U < (G + 1) * SetupGroup; ++U)
      T.line("  " + nameSpace(U) + "::setup();");
    T.line("}");
  }
  P.Main.Line = T.line("int main(int k, char **) {");
  for (unsigned G = 0; G < Groups; ++G)
    T.line("  setup" + number(G) + "();");
  for (unsigned E = 0; E < P.Entries.size(); ++E)
    P.Entries[E].SpawnLine = T.line("  std::thread t" + number(E) + "(entry" + number(E) + ", k);");
  writeSteps(T, P.Main.Steps);
  for (unsigned E = 0; E < P.Entries.size(); ++E)
    P.Entries[E].JoinLine = T.line("  t" + number(E) + ".join();");
  T.line("}");
  return T.take();
}

} // namespace

Files writeSource(Program &P, const std::string &Folder) {
  for (Unit &U : P.Units) {
    U.DepLines.clear();
    U.StoreLines.clear();
  }
  Files Out;
  Out.push_back({Folder + "/program.h", writeHeader(P)});
  for (unsigned U = 0; U < P.Units.size(); ++U)
    Out.push_back({Folder + "/" + nameSpace(U) + ".cpp", writeUnit(P, U)});
  Out.push_back({Folder + "/shared.cpp", writeShared(P)});
  Out.push_back({Folder + "/main.cpp", writeMain(P)});
  return Out;
}

} // namespace maprace::synthetic
