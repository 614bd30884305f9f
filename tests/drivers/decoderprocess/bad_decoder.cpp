// A decoder process that misbehaves to order. What it does at its start is the name by which it is
// called; what it does with a request is the first byte of a frame, or the byte after "%PDF-".
#include "drivers/decoderprocess/little_endian.h"
#include "drivers/decoderprocess/results.h"
#include "drivers/decoderprocess/shared_memory.h"
#include "drivers/decoderprocess/wire.h"
#include "tests/drivers/decoderprocess/misdeeds.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

using namespace outpost;
using tests::Misdeed;

namespace {

[[noreturn]] void hang() {
    for (;;) ::pause();
}

void say(const void* message, std::size_t bytes) {
    if (::write(worker_socket, message, bytes) < 0) std::_Exit(3);
}

void say(const WireReply& reply) {
    const auto message = encode_reply(reply);
    say(message.data(), message.size());
}

int open_descriptors() {
    int count = 0;
    for (int number = 0; number < 1024; ++number) count += ::fcntl(number, F_GETFD) >= 0 ? 1 : 0;
    return count;
}

rlim_t limit_of(__rlimit_resource_t resource) {
    rlimit limit{};
    ::getrlimit(resource, &limit);
    return limit.rlim_cur;
}

/// What the test wants to know about the circumstances that this process was started in.
Bytes circumstances() {
    const bool leads_session = ::getsid(0) == ::getpid();
    return {static_cast<std::uint8_t>(open_descriptors()),
            leads_session ? std::uint8_t{1} : std::uint8_t{0},
            limit_of(RLIMIT_CORE) == 0 ? std::uint8_t{1} : std::uint8_t{0},
            limit_of(RLIMIT_FSIZE) == 0 ? std::uint8_t{1} : std::uint8_t{0},
            std::getenv("OUTPOST_TEST_SECRET") == nullptr ? std::uint8_t{1} : std::uint8_t{0},
            limit_of(RLIMIT_CPU) != RLIM_INFINITY ? std::uint8_t{1} : std::uint8_t{0}};
}

FrameReading reading_of(Bytes payload) {
    SymbolRead symbol;
    symbol.payload = std::move(payload);
    FrameReading reading;
    reading.symbols.push_back(std::move(symbol));
    return reading;
}

class BadDecoder {
  public:
    BadDecoder(std::span<std::uint8_t> inbox, std::span<std::uint8_t> outbox)
        : inbox_(inbox), outbox_(outbox) {}

    void serve() {
        for (;;) {
            RequestBytes message{};
            if (::read(worker_socket, message.data(), message.size()) <= 0) std::_Exit(0);
            const auto request = decode_request(message);
            if (!request) std::_Exit(2);
            reply_ = {};
            reply_.kind = ReplyKind::Done;
            reply_.id = request->id;
            const bool is_frame = request->service == DecoderService::Frames;
            const auto deed = static_cast<Misdeed>(inbox_[is_frame ? 0 : 5]);
            if (is_frame) {
                do_frame(deed);
            } else {
                do_pages(deed);
            }
        }
    }

  private:
    void end_badly(Misdeed deed) {
        switch (deed) {
            case Misdeed::Crash:
                ::signal(SIGSEGV, SIG_DFL);  // a sanitizer would make a report of it
                ::raise(SIGSEGV);
                break;
            case Misdeed::Exit:
                std::_Exit(0);
            case Misdeed::Hang:
                hang();
            case Misdeed::Stop:
                ::raise(SIGSTOP);
                hang();
            case Misdeed::CloseSocket:
                ::close(worker_socket);
                hang();
            default:
                break;
        }
    }

    void talk_badly(Misdeed deed) {
        auto message = encode_reply(reply_);
        switch (deed) {
            case Misdeed::ShortReply:
                return say(message.data(), message.size() - 1);
            case Misdeed::EmptyReply:
                return say(message.data(), 0);
            case Misdeed::LongReply: {
                Bytes longer(message.begin(), message.end());
                longer.resize(wire_reply_bytes + 1000);
                return say(longer.data(), longer.size());
            }
            case Misdeed::Garbage:
                message.fill(0xa5);
                break;
            case Misdeed::OtherVersion:
                message[0] ^= 1;
                break;
            case Misdeed::OtherId:
                message[8] ^= 1;
                break;
            case Misdeed::OtherKind:
                message[4] = 77;
                break;
            case Misdeed::ReadyAgain:
                message[4] = 0;
                break;
            case Misdeed::HugeResult:
                for (std::size_t k = 16; k < 24; ++k) message[k] = 0xff;
                break;
            case Misdeed::ResultOfAllMemory:
                message[19] = 4;  // 64 MiB: the whole outbox
                break;
            default:
                break;
        }
        say(message.data(), message.size());
    }

    void do_frame(Misdeed deed) {
        end_badly(deed);
        auto reading =
            reading_of(deed == Misdeed::TellCircumstances ? circumstances() : Bytes{1, 2});
        if (deed == Misdeed::OddNumbers) make_odd(reading);
        reply_.outbox_bytes = *encode_reading(reading, outbox_);
        NumberWriter out(outbox_);
        if (deed == Misdeed::HugeCount) out.u32(0xffffffff);
        if (deed == Misdeed::TooMany) {
            out.u32(static_cast<std::uint32_t>(symbols_per_frame_max + 1));
            reply_.outbox_bytes = 100'000;
        }
        if (deed == Misdeed::HugePayload) {
            out.u32(1);
            out.u32(0xfffffff0);
        }
        if (deed == Misdeed::LongPayload) {
            out.u32(1);
            out.u32(static_cast<std::uint32_t>(symbol_payload_bytes_max + 1));
            reply_.outbox_bytes = 100'000;
        }
        if (deed == Misdeed::NoResult) reply_.outbox_bytes = 0;
        if (deed == Misdeed::Trailing) ++reply_.outbox_bytes;
        talk_badly(deed);
        if (deed == Misdeed::ReplyTwice) say(reply_);
        if (deed == Misdeed::DieAfterwards) std::_Exit(0);
    }

    static void make_odd(FrameReading& reading) {
        constexpr auto least = std::numeric_limits<std::int32_t>::min();
        constexpr auto most = std::numeric_limits<std::int32_t>::max();
        reading.symbols[0].corners = {{{least, most}, {most, least}, {-1, -1}, {1000, 1000}}};
        reading.quality.mean_level = std::numeric_limits<double>::quiet_NaN();
        reading.quality.bright_level = std::numeric_limits<double>::infinity();
        reading.quality.dark_level = -1e300;
        SymbolTrace trace;
        trace.corners = reading.symbols[0].corners;
        trace.finder_patterns = most;
        trace.side_modules = least;
        trace.module_px = std::numeric_limits<double>::infinity();
        trace.turn_deg = 1e300;
        reading.quality.symbol = trace;
    }

    void do_pages(Misdeed deed) {
        end_badly(deed);
        Frame page;
        page.width_px = 2;
        page.height_px = 2;
        page.pixels = {1, 2, 3, 4};
        reply_.outbox_bytes = *encode_pages({page, page}, outbox_);
        NumberWriter out(outbox_);
        if (deed == Misdeed::HugeCount) out.u32(0xffffffff);
        if (deed == Misdeed::TooMany) out.u32(static_cast<std::uint32_t>(wire_pages_max + 1));
        if (deed == Misdeed::NoResult) reply_.outbox_bytes = 0;
        if (deed == Misdeed::Trailing) ++reply_.outbox_bytes;
        if (deed == Misdeed::HugePayload) {
            out.u32(1);
            out.u32(0xffffffff);
            out.u32(0xffffffff);
        }
        if (deed == Misdeed::LongPayload) {  // sides that are allowed, pixels that are not there
            out.u32(1);
            out.u32(6000);
            out.u32(6000);
        }
        if (deed == Misdeed::OddNumbers) {
            out.u32(1);
            out.u32(0);
            out.u32(4);
        }
        if (deed == Misdeed::OddCode) {
            reply_.kind = ReplyKind::Failed;
            reply_.outbox_bytes = 0;
            reply_.code = Errc::BadSignature;
        }
        talk_badly(deed);
    }

    std::span<std::uint8_t> inbox_;
    std::span<std::uint8_t> outbox_;
    WireReply reply_;
};

}  // namespace

int main(int /*argc*/, char** argv) {
    const std::string path = argv[0];
    const auto name = path.substr(path.rfind('/') + 1);
    if (name == "ends-at-start") return 0;
    if (name == "hangs-at-start") hang();
    const auto inbox = map_shared_memory(worker_inbox, shared_bytes, Writer::TheOther);
    const auto outbox = map_shared_memory(worker_outbox, shared_bytes, Writer::ThisProcess);
    // The inbox is the client's alone.
    if (!inbox || !outbox || map_shared_memory(worker_inbox, shared_bytes, Writer::ThisProcess))
        return 1;
    ::close(worker_inbox);
    ::close(worker_outbox);
    if (name == "refuses") {
        WireReply reply;
        reply.kind = ReplyKind::Failed;
        reply.code = Errc::Unavailable;
        say(reply);
        return 1;
    }
    if (name == "speaks-another-language") {
        say("hello", 5);
        hang();
    }
    say(WireReply{});
    BadDecoder(inbox->bytes(), outbox->bytes()).serve();
}
