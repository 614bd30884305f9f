// Stands in for outpost-speaker in tests; the language says how it misbehaves.
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <signal.h>
#include <unistd.h>

extern char** environ;

namespace {

void put(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (sent <= 0) std::_Exit(3);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// Magic and 22,050 Hz.
constexpr std::string_view header("OSP1\x22\x56\0\0", 8);

std::string whole_input() {
    std::string text;
    std::array<char, 256> part{};
    for (;;) {
        const auto got = ::read(STDIN_FILENO, part.data(), part.size());
        if (got <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
}

[[noreturn]] void hang() {
    for (;;) ::pause();
}

/// Two samples: how many descriptors beyond the standard streams, how many variables.
void tell_surroundings() {
    int descriptors = 0;
    for (int number = 3; number < 1024; ++number)
        if (::dup2(number, number) == number) ++descriptors;
    int variables = 0;
    while (environ[variables] != nullptr) ++variables;
    put(header);
    put(std::string{static_cast<char>(descriptors), '\0', static_cast<char>(variables), '\0'});
}

void misbehave(std::string_view how) {
    if (how == "aa") put(header), put(whole_input());  // the text as samples
    if (how == "bb") hang();
    if (how == "cc") put("OSP2\x22\x56");
    if (how == "dd") put(header.substr(0, 7));
    if (how == "ee") put(header), put("aabb"), std::_Exit(1);
    if (how == "ff") {
        put(header);
        for (const std::string much(65'536, 'x');;) put(much);
    }
    if (how == "gg") put(header), put("aabb"), ::kill(::getpid(), SIGKILL);
    if (how == "hh") put(header), put("aabb");  // never reads
    if (how == "ii") put(header), put("aab");
    if (how == "jj") {
        put(header);
        ::close(STDOUT_FILENO);
        ::close(STDIN_FILENO);
        hang();
    }
    if (how == "kk")
        put(
            std::string_view("OSP1\0\0\0\x7F"
                             "aa",
                             10));
    if (how == "ll") tell_surroundings();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 4;
    const std::string_view how = argv[1];
    if (how == "--voices")
        put("aa\nbb\ncc\n");
    else
        misbehave(how);
    std::_Exit(0);
}
