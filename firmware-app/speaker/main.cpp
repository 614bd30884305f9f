// outpost-speaker: text in, samples out; the voice in a process of its own.
#include "core/base/bytes.h"
#include "drivers/sandbox/sandbox.h"
#include "drivers/speech/speaker_protocol.h"
#include "drivers/voice/espeak_voice.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace outpost;

bool write_all(ByteView bytes) {
    while (!bytes.empty()) {
        const auto sent = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Standard input to its end; one byte more than allowed is enough to be refused.
std::string read_text() {
    std::string text(speaker_text_bytes_max + 1, '\0');
    std::size_t filled = 0;
    while (filled < text.size()) {
        const auto got = ::read(STDIN_FILENO, text.data() + filled, text.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        filled += static_cast<std::size_t>(got);
    }
    text.resize(filled);
    return text;
}

bool list_voices() {
    std::string lines;
    for (const auto language : EspeakVoice::languages()) {
        lines += language;
        lines += '\n';
    }
    return write_all(as_bytes(lines));
}

bool write_sound(const std::vector<std::int16_t>& samples, std::int32_t rate_hz) {
    Bytes reply(speaker_magic.begin(), speaker_magic.end());
    const auto rate = static_cast<std::uint32_t>(rate_hz);
    for (unsigned shift = 0; shift < 32; shift += 8)
        reply.push_back(static_cast<std::uint8_t>(rate >> shift & 0xFFU));
    reply.reserve(reply.size() + samples.size() * 2);
    for (const auto sample : samples) {
        const auto bits = static_cast<std::uint16_t>(sample);
        reply.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
        reply.push_back(static_cast<std::uint8_t>(bits >> 8U));
    }
    return write_all(reply);
}

bool speak(std::string_view language) {
    auto voice = EspeakVoice::open(language);
    if (!voice) return false;
    // Words and digits, so that what is loaded at first use is there before the files are gone:
    // Latin letters inside another script are spoken by the English voice.
    if (!voice->synthesize("a 1")) return false;
    if (!enter_sandbox()) return false;
    const auto samples = voice->synthesize(read_text());
    return samples && write_sound(*samples, voice->rate_hz());
}

}  // namespace

/// Started by drivers/speech only; see its speaker_protocol.h. It has seen no text before it is
/// closed in. Nothing is destroyed: what the library does at its end is not worth a larger sandbox.
int main(int argc, char** argv) {
    constexpr rlim_t processor_s = 10;
    const rlimit limit{processor_s, processor_s};
    if (argc != 2 || ::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
        ::setrlimit(RLIMIT_CPU, &limit) != 0)
        return EXIT_FAILURE;
    const std::string_view argument = argv[1];
    const bool done = argument == speaker_list_argument ? list_voices() : speak(argument);
    std::_Exit(done ? EXIT_SUCCESS : EXIT_FAILURE);
}
