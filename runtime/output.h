// Text in one piece: reports are written with one system call, so that those of several
// threads and processes do not mix.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace maprace::runtime {

class Text {
public:
  Text &operator<<(std::string_view S) { return Buffer.append(S), *this; }
  Text &operator<<(char C) { return Buffer.push_back(C), *this; }
  template <class T, class = std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, char>>>
  Text &operator<<(T N) {
    return *this << std::string_view(std::to_string(N));
  }
  Text &hex(std::uint64_t N);
  /// A JSON string with its quotes.
  Text &quoted(std::string_view S);
  const std::string &str() const { return Buffer; }
  void writeTo(int File) const;

private:
  std::string Buffer;
};

/// Appends one line to log=FILE, if there is one.
void logLine(const Text &Line);
/// Opens log=FILE; a file that cannot be written ends the program with status 2.
void openLog();

} // namespace maprace::runtime
