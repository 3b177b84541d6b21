//===- serial.cpp - facts as a FlatBuffer -----------------------------------===//
//
// pack() and unpack() take every record apart by structured binding: a field added
// to facts.h does not compile until it is written and read here.
//
//===----------------------------------------------------------------------===//
#include "checker/facts/serial.h"
#include "checker/facts/validate.h"
#include "facts_generated.h"
#include "llvm/Support/FormatVariadic.h"
#include <cstring>

namespace maprace {
namespace {

/// Raised with every change of facts.fbs or of an enumeration in facts.h.
constexpr std::uint32_t SchemaVersion = 12;

using flatbuffers::Offset;
using flatbuffers::Vector;

// --- records -----------------------------------------------------------------

fb::Loc pack(const Loc &L) {
  const auto &[File, Line, Col] = L;
  return {File, Line, Col};
}
Loc unpack(const fb::Loc &L) { return {L.file(), L.line(), L.col()}; }

fb::Range pack(const Range &R) {
  const auto &[Begin, End] = R;
  return {Begin, End};
}
Range unpack(const fb::Range &R) { return {R.begin(), R.end()}; }

fb::Value pack(const Value &V) {
  const auto &[Kind, A, Name, Kids] = V;
  return {std::uint8_t(Kind), A, Name, pack(Kids)};
}
Value unpack(const fb::Value &V) { return {ValueKind(V.kind()), V.a(), V.name(), unpack(V.kids())}; }

fb::Event pack(const Event &E) {
  const auto &[Kind, Detail, Flags, Subject, Other, Name, Callee, CallId, Args, At] = E;
  return {std::uint8_t(Kind), Detail, Flags, Subject, Other, Name, Callee, CallId, pack(Args), pack(At)};
}
Event unpack(const fb::Event &E) {
  return {EventKind(E.kind()), E.detail(),  E.flags(),        E.subject(),   E.other(), E.name(),
          E.callee(),          E.call_id(), unpack(E.args()), unpack(E.at())};
}

fb::Block pack(const Block &B) {
  const auto &[Events, Succs, Flags] = B;
  return {pack(Events), pack(Succs), Flags};
}
Block unpack(const fb::Block &B) { return {unpack(B.events()), unpack(B.succs()), B.flags()}; }

fb::Entity pack(const Entity &E) {
  const auto &[Usr, Name, At, Type, TypeName, What, Flags, GuardedBy, Confined, FrozenAfter] = E;
  return {Usr, Name, pack(At), Type, TypeName, std::uint8_t(What), Flags, GuardedBy, Confined, FrozenAfter};
}
Entity unpack(const fb::Entity &E) {
  return {E.usr(),   E.name(),       unpack(E.at()), E.type(),        E.type_name(), Category(E.what()),
          E.flags(), E.guarded_by(), E.confined(),   E.frozen_after()};
}

fb::Local pack(const Local &L) {
  const auto &[Name, Type, What, Flags, InLoop, Escapes, At] = L;
  return {Name, Type, std::uint8_t(What), Flags, InLoop, Escapes, pack(At)};
}
Local unpack(const fb::Local &L) {
  return {L.name(), L.type(), Category(L.what()), L.flags(), L.in_loop(), L.escapes(), unpack(L.at())};
}

fb::Param pack(const Param &P) {
  const auto &[Name, Type, What, Flags, ByValue] = P;
  return {Name, Type, std::uint8_t(What), Flags, ByValue};
}
Param unpack(const fb::Param &P) { return {P.name(), P.type(), Category(P.what()), P.flags(), P.by_value()}; }

fb::Capture pack(const Capture &C) {
  const auto &[Name, Type, What, Flags, ByRef, At] = C;
  return {Name, Type, std::uint8_t(What), Flags, ByRef, pack(At)};
}
Capture unpack(const fb::Capture &C) {
  return {C.name(), C.type(), Category(C.what()), C.flags(), C.by_ref(), unpack(C.at())};
}

fb::Clause pack(const Clause &C) {
  const auto &[Kind, Lock, Text] = C;
  return {std::uint8_t(Kind), Lock, Text};
}
Clause unpack(const fb::Clause &C) { return {ClauseKind(C.kind()), C.lock(), C.text()}; }

fb::Edit pack(const Edit &E) {
  const auto &[What, Of, At, End, Length, Text] = E;
  return {std::uint8_t(What), pack(Of), pack(At), pack(End), Length, Text};
}
Edit unpack(const fb::Edit &E) {
  return {EditKind(E.what()), unpack(E.of()), unpack(E.at()), unpack(E.end()), E.length(), E.text()};
}

// --- writing -----------------------------------------------------------------

using Builder = flatbuffers::FlatBufferBuilder;

/// An empty list is left out: reading gives an empty list for an absent one.
template <class T> auto packAll(Builder &B, const std::vector<T> &Items) {
  using Packed = decltype(pack(std::declval<const T &>()));
  if (Items.empty())
    return Offset<Vector<const Packed *>>();
  return B.CreateVectorOfStructs<Packed>(Items.size(), [&](std::size_t I, Packed *Out) { *Out = pack(Items[I]); });
}

Offset<Vector<std::uint32_t>> packAll(Builder &B, const std::vector<std::uint32_t> &Items) {
  return Items.empty() ? Offset<Vector<std::uint32_t>>() : B.CreateVector(Items);
}

Offset<fb::Function> packTable(Builder &B, const FunctionFacts &F) {
  const auto &[Usr, Name, Class, Parent, At, Flags, Params, Captures, Locals, Values, Kids, Events, Succs, Blocks, Exit,
               Clauses, Overrides, Edits] = F;
  auto P = packAll(B, Params);
  auto C = packAll(B, Captures);
  auto L = packAll(B, Locals);
  auto V = packAll(B, Values);
  auto K = packAll(B, Kids);
  auto E = packAll(B, Events);
  auto S = packAll(B, Succs);
  auto Bl = packAll(B, Blocks);
  auto Cl = packAll(B, Clauses);
  auto O = packAll(B, Overrides);
  auto Ed = packAll(B, Edits);
  fb::Loc Where = pack(At);
  return fb::CreateFunction(B, Usr, Name, Class, Parent, &Where, Flags, P, C, L, V, K, E, S, Bl, Exit, Cl, O, Ed);
}

Offset<fb::Class> packTable(Builder &B, const ClassFacts &C) {
  const auto &[Usr, Name, At, Bases, Fields, Flags, Size, Align] = C;
  auto Ba = packAll(B, Bases);
  auto Fi = packAll(B, Fields);
  fb::Loc Where = pack(At);
  return fb::CreateClass(B, Usr, Name, &Where, Ba, Fi, Flags, Size, Align);
}

// --- reading -----------------------------------------------------------------

/// Copies vectors out of a verified buffer. Offsets of a hostile buffer may let many
/// tables share one vector, so that a small file would unfold into a huge value: what
/// is copied may not exceed what is there.
class Reader {
  std::size_t Budget;
  bool Spent = false;

  bool take(std::size_t Bytes) {
    if (Spent || Bytes > Budget)
      Spent = true;
    else
      Budget -= Bytes;
    return !Spent;
  }

public:
  explicit Reader(std::size_t Size) : Budget(Size) {}
  bool overlaps() const { return Spent; }

  template <class T, class Packed> void read(std::vector<T> &Out, const Vector<const Packed *> *In) {
    if (!In || !take(In->size() * sizeof(Packed)))
      return;
    Out.reserve(In->size());
    for (const Packed *P : *In)
      Out.push_back(unpack(*P));
  }

  void read(std::vector<std::uint32_t> &Out, const Vector<std::uint32_t> *In) {
    if (In && take(In->size() * sizeof(std::uint32_t)))
      Out.assign(In->begin(), In->end());
  }

  void read(std::string &Out, const flatbuffers::String *In) {
    if (In && take(In->size()))
      Out.assign(In->data(), In->size());
  }

  FunctionFacts read(const fb::Function &In) {
    FunctionFacts F;
    auto &[Usr, Name, Class, Parent, At, Flags, Params, Captures, Locals, Values, Kids, Events, Succs, Blocks, Exit,
           Clauses, Overrides, Edits] = F;
    Usr = In.usr();
    Name = In.name();
    Class = In.class_();
    Parent = In.parent();
    if (In.at())
      At = unpack(*In.at());
    Flags = In.flags();
    read(Params, In.params());
    read(Captures, In.captures());
    read(Locals, In.locals());
    read(Values, In.values());
    read(Kids, In.kids());
    read(Events, In.events());
    read(Succs, In.succs());
    read(Blocks, In.blocks());
    Exit = In.exit();
    read(Clauses, In.clauses());
    read(Overrides, In.overrides());
    read(Edits, In.edits());
    return F;
  }

  ClassFacts read(const fb::Class &In) {
    ClassFacts C;
    auto &[Usr, Name, At, Bases, Fields, Flags, Size, Align] = C;
    Usr = In.usr();
    Name = In.name();
    if (In.at())
      At = unpack(*In.at());
    read(Bases, In.bases());
    read(Fields, In.fields());
    Flags = In.flags();
    Size = In.size();
    Align = In.align();
    return C;
  }

  UnitFacts read(const fb::Unit &In) {
    UnitFacts U;
    auto &[MainFile, State, Reason, Strings, Functions, Classes, Globals] = U;
    read(MainFile, In.main_file());
    State = UnitState(In.state());
    read(Reason, In.reason());
    Strings.clear();
    if (In.strings() && take(In.strings()->size() * sizeof(flatbuffers::uoffset_t))) {
      Strings.resize(In.strings()->size());
      for (flatbuffers::uoffset_t I = 0; I < In.strings()->size(); ++I)
        read(Strings[I], In.strings()->Get(I));
    }
    if (In.functions() && take(In.functions()->size() * sizeof(flatbuffers::uoffset_t)))
      for (const fb::Function *F : *In.functions())
        Functions.push_back(read(*F));
    if (In.classes() && take(In.classes()->size() * sizeof(flatbuffers::uoffset_t)))
      for (const fb::Class *C : *In.classes())
        Classes.push_back(read(*C));
    read(Globals, In.globals());
    return U;
  }
};

llvm::Error refuse(llvm::StringRef Name, const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), llvm::Twine("facts of '") + Name + "': " + Why);
}

} // namespace

std::string serialize(const UnitFacts &Facts) {
  const auto &[MainFile, State, Reason, Strings, Functions, Classes, Globals] = Facts;
  Builder B(1 << 16);
  auto Main = B.CreateString(MainFile);
  auto Why = B.CreateString(Reason);
  std::vector<Offset<flatbuffers::String>> Ss;
  for (const std::string &S : Strings)
    Ss.push_back(B.CreateString(S));
  auto St = B.CreateVector(Ss);
  std::vector<Offset<fb::Function>> Fs;
  for (const FunctionFacts &F : Functions)
    Fs.push_back(packTable(B, F));
  auto Fu = B.CreateVector(Fs);
  std::vector<Offset<fb::Class>> Cs;
  for (const ClassFacts &C : Classes)
    Cs.push_back(packTable(B, C));
  auto Cl = B.CreateVector(Cs);
  auto Gl = packAll(B, Globals);
  B.Finish(fb::CreateUnit(B, SchemaVersion, Main, std::uint8_t(State), Why, St, Fu, Cl, Gl), fb::UnitIdentifier());
  return std::string(reinterpret_cast<const char *>(B.GetBufferPointer()), B.GetSize());
}

llvm::Expected<UnitFacts> deserialize(llvm::StringRef Bytes, llvm::StringRef Name) {
  if (Bytes.empty())
    return refuse(Name, "empty");
  if (Bytes.size() < sizeof(flatbuffers::uoffset_t) + flatbuffers::kFileIdentifierLength)
    return refuse(Name, llvm::formatv("cut short at {0} bytes", Bytes.size()));
  if (!fb::UnitBufferHasIdentifier(Bytes.data()))
    return refuse(Name, "not a facts file (no MPRF identifier)");

  // FlatBuffers reads in place and wants the alignment of its widest scalar.
  std::vector<std::uint64_t> Aligned;
  const auto *Data = reinterpret_cast<const std::uint8_t *>(Bytes.data());
  if (reinterpret_cast<std::uintptr_t>(Data) % alignof(std::uint64_t) != 0) {
    Aligned.resize(Bytes.size() / sizeof(std::uint64_t) + 1);
    std::memcpy(Aligned.data(), Bytes.data(), Bytes.size());
    Data = reinterpret_cast<const std::uint8_t *>(Aligned.data());
  }

  // A table takes at least four bytes, so a genuine buffer never reaches the limit;
  // FlatBuffers' default of a million would refuse large units.
  flatbuffers::Verifier V(Data, Bytes.size(), /*max_depth=*/16, /*max_tables=*/Bytes.size() / 4);
  if (!fb::VerifyUnitBuffer(V))
    return refuse(Name, "damaged (an offset or length leads out of the file)");
  const fb::Unit *Root = fb::GetUnit(Data);
  if (Root->version() != SchemaVersion)
    return refuse(Name, llvm::formatv("written in schema version {0}, this maprace reads version {1}", Root->version(),
                                      SchemaVersion));
  Reader R(Bytes.size());
  UnitFacts Facts = R.read(*Root);
  if (R.overlaps())
    return refuse(Name, "damaged (lists overlap)");
  if (std::string Why = firstViolation(Facts); !Why.empty())
    return refuse(Name, Why);
  return Facts;
}

} // namespace maprace
