// Runs outpost-speaker once for one text.
#include "drivers/speech/speaker_process.h"

#include "core/base/bytes.h"
#include "core/bytes/byte_reader.h"
#include "drivers/speech/descriptor.h"
#include "drivers/speech/speaker_protocol.h"
#include "drivers/speech/speech_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace outpost {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::size_t read_step_bytes = 64 * 1024;
constexpr std::size_t reply_bytes_max =
    8 + speaker_seconds_max * std::size_t{speaker_rate_hz_max} * 2;

/// What posix_spawn() is told; freed with this object.
class SpawnPlan {
  public:
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    /// Standard streams, no other descriptor, no handler or mask of ours, a group of its own.
    bool prepare(int input, int output) {
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        const auto flags = static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
        return ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO) == 0 &&
               ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO) == 0 &&
               ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY,
                                                  0) == 0 &&
               ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1) == 0 &&
               ::posix_spawnattr_setflags(&attributes_, flags) == 0 &&
               ::posix_spawnattr_setsigmask(&attributes_, &none) == 0 &&
               ::posix_spawnattr_setsigdefault(&attributes_, &all) == 0 &&
               ::posix_spawnattr_setpgroup(&attributes_, 0) == 0;
    }
    /// The child's id, or -1.
    pid_t spawn(std::string program, std::string argument) {
        std::string locale = "LC_ALL=C";  // and no path to other voices
        const std::array<char*, 3> arguments{program.data(), argument.data(), nullptr};
        const std::array<char*, 2> environment{locale.data(), nullptr};
        pid_t id = -1;
        const int failure = ::posix_spawn(&id, program.c_str(), &actions_, &attributes_,
                                          arguments.data(), environment.data());
        return failure == 0 ? id : -1;
    }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// A running child, killed and collected at the latest with this object.
class Child {
  public:
    explicit Child(pid_t id) : id_(id) {}
    ~Child() {
        if (id_ <= 0) return;
        if (::kill(-id_, SIGKILL) != 0) ::kill(id_, SIGKILL);
        collect();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Waits for its end; true when it ended by itself and without a failure.
    bool collect() {
        int status = 0;
        pid_t ended = 0;
        do {
            ended = ::waitpid(id_, &status, 0);
        } while (ended < 0 && errno == EINTR);
        id_ = -1;
        return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    /// Ends it if it only closed its output.
    bool end_and_collect(SteadyClock::time_point until) {
        siginfo_t state{};
        while (SteadyClock::now() < until) {
            const auto id = static_cast<id_t>(id_);
            if (::waitid(P_PID, id, &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid != 0)
                return collect();
            ::poll(nullptr, 0, 1);
        }
        return false;
    }

  private:
    pid_t id_;
};

/// Both ends lie above the standard streams, which the child overwrites.
bool open_pair(std::array<Descriptor, 2>& pair) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
    for (std::size_t k = 0; k < pair.size(); ++k) {
        const Descriptor low(ends[k]);
        pair[k] = Descriptor(::fcntl(low.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    }
    return pair[0].is_open() && pair[1].is_open();
}

enum class Step { More, End, Cancelled };

/// One wait and one read.
Result<Step> read_step(int from, const SpeakerRun& run, SteadyClock::time_point until,
                       Bytes& reply) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now());
    if (left.count() <= 0) return Error{Errc::Timeout, 0, "speaker process"};
    std::array<pollfd, 2> ends{pollfd{from, POLLIN, 0}, pollfd{run.cancel, POLLIN, 0}};
    const int ready = ::poll(ends.data(), ends.size(), static_cast<int>(left.count()) + 1);
    if (ready < 0 && errno != EINTR) return Error{Errc::Io, 0, "speaker process"};
    if (ready <= 0) return Step::More;
    if (ends[1].revents != 0) return Step::Cancelled;
    const auto had = reply.size();
    reply.resize(had + read_step_bytes);
    const auto got = ::recv(from, reply.data() + had, read_step_bytes, 0);
    const bool again = got < 0 && (errno == EINTR || errno == EAGAIN);
    reply.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (reply.size() > reply_bytes_max)
        return Error{Errc::TooLong, reply_bytes_max, "speaker process"};
    // A child that is killed with input unread resets the socket: its end, too.
    return got > 0 || again ? Step::More : Step::End;
}

/// What the program writes; nothing when cancelled.
Result<std::optional<Bytes>> run_speaker(const SpeakerRun& run, std::string_view argument,
                                         std::string_view text) {
    const auto until = SteadyClock::now() + run.time_max;
    std::array<Descriptor, 2> link;  // ours, the child's; both directions
    if (run.program.empty() || run.program.front() != '/' || !open_pair(link))
        return Error{Errc::Unavailable, 0, "no speaker process"};
    SpawnPlan plan;
    if (!plan.prepare(link[1].number(), link[1].number()))
        return Error{Errc::Unavailable, 0, "no speaker process"};
    const auto id = plan.spawn(run.program, std::string(argument));
    if (id < 0) return Error{Errc::Unavailable, 0, "the speaker program cannot be started"};
    Child child(id);
    link[1].close();
    // Less than any socket's buffer, so this does not wait; MSG_NOSIGNAL: it may have gone.
    const auto sent = ::send(link[0].number(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent >= 0 && static_cast<std::size_t>(sent) != text.size())
        return Error{Errc::Io, 0, "speaker process"};
    ::shutdown(link[0].number(), SHUT_WR);
    Bytes reply;
    reply.reserve(reply_bytes_max + read_step_bytes);  // never moved: no copy is left unwiped
    for (;;) {
        OUTPOST_TRY(const auto step, read_step(link[0].number(), run, until, reply));
        if (step == Step::Cancelled) return std::optional<Bytes>();
        if (step == Step::End) break;
    }
    if (!child.end_and_collect(until)) return Error{Errc::BadValue, 0, "speaker process failed"};
    return std::optional<Bytes>(std::move(reply));
}

Result<SpokenSound> parse_reply(ByteView reply) {
    bytes::ByteReader reader(reply);
    OUTPOST_TRY(const auto magic, reader.take(speaker_magic.size()));
    if (!std::equal(magic.begin(), magic.end(), speaker_magic.begin()))
        return Error{Errc::BadSyntax, 0, "answer of the speaker process"};
    OUTPOST_TRY(const auto rate_hz, reader.u32_le());
    if (rate_hz < std::uint32_t{speaker_rate_hz_min} ||
        rate_hz > std::uint32_t{speaker_rate_hz_max} || reader.remaining() % 2 != 0)
        return Error{Errc::BadSyntax, speaker_magic.size(), "answer of the speaker process"};
    SpokenSound sound;
    sound.rate_hz = static_cast<std::int32_t>(rate_hz);
    if (reader.remaining() / 2 > speaker_seconds_max * std::size_t{rate_hz})
        return Error{Errc::TooLong, speaker_seconds_max, "answer of the speaker process"};
    sound.samples.reserve(reader.remaining() / 2);
    while (!reader.is_at_end()) {
        OUTPOST_TRY(const auto sample, reader.u16_le());
        sound.samples.push_back(static_cast<std::int16_t>(sample));
    }
    return sound;
}

}  // namespace

std::string default_speaker_program() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure) return {};
    return (program.parent_path().parent_path() / "lib" / "outpost" / "outpost-speaker").string();
}

Result<std::optional<SpokenSound>> speak_in_process(const SpeakerRun& run, std::string_view text,
                                                    std::string_view language) {
    if (text.size() > speaker_text_bytes_max)
        return Error{Errc::TooLong, speaker_text_bytes_max, "text to speak"};
    if (!is_language_tag(language)) return Error{Errc::BadValue, 0, "language"};
    OUTPOST_TRY(auto reply, run_speaker(run, language, text));
    if (!reply) return std::optional<SpokenSound>();
    auto sound = parse_reply(*reply);
    ::explicit_bzero(reply->data(), reply->size());  // what was spoken may be personal
    if (!sound) return sound.error();
    return std::optional<SpokenSound>(std::move(*sound));
}

Result<std::vector<std::string>> voices_of_process(const SpeakerRun& run) {
    constexpr std::size_t voices_max = 100;
    OUTPOST_TRY(const auto reply, run_speaker(run, speaker_list_argument, {}));
    std::vector<std::string> voices;
    if (!reply) return voices;
    auto lines = as_text(*reply);
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        if (end == std::string_view::npos || !is_language_tag(lines.substr(0, end)) ||
            voices.size() == voices_max)
            return Error{Errc::BadSyntax, reply->size() - lines.size(), "list of voices"};
        voices.emplace_back(lines.substr(0, end));
        lines.remove_prefix(end + 1);
    }
    return voices;
}

}  // namespace outpost
