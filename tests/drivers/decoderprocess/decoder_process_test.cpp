#include "drivers/decoderprocess/decoder_process.h"

#include "drivers/decoderprocess/isolated_readers.h"
#include "tests/drivers/decoderprocess/misdeeds.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <thread>

using namespace outpost;
using outpost::tests::Misdeed;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds short_time{400};
constexpr milliseconds long_time{600'000};

/// The misbehaving program, or a name by which it misbehaves from the start.
DecoderOptions options_for(const std::string& program = OUTPOST_BAD_DECODER) {
    DecoderOptions options;
    options.program = program;
    options.memory_bytes_max = 0;  // a sanitizer needs more than any limit
    options.frame_margin = long_time;
    options.picture_time = long_time;
    options.start_time = long_time;
    return options;
}

Frame frame_for(Misdeed deed) {
    Frame frame;
    frame.width_px = 16;
    frame.height_px = 9;
    frame.pixels.assign(16 * 9, 0);
    frame.pixels[0] = static_cast<std::uint8_t>(deed);
    return frame;
}

Bytes document_for(Misdeed deed) {
    auto content = to_bytes(as_bytes("%PDF-"));
    content.push_back(static_cast<std::uint8_t>(deed));
    return content;
}

ReadRequest request(ReadEffort effort = ReadEffort::Quick) {
    return {effort, milliseconds(10), 0};
}

FrameReading ask(DecoderProcess& process, Misdeed deed, ReadEffort effort = ReadEffort::Quick) {
    return process.read_frame(frame_for(deed).view(), request(effort));
}

bool works(DecoderProcess& process) {
    const auto reading = ask(process, Misdeed::None, ReadEffort::Still);
    return reading.symbols.size() == 1 && reading.symbols[0].payload == Bytes{1, 2};
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

bool has_children() {
    return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD;
}

}  // namespace

TEST_CASE("decoder process: starts at the first request and stays", "[isolation]") {
    DecoderProcess process(options_for());
    CHECK(process.process_id() == -1);
    CHECK(works(process));
    const auto id = process.process_id();
    CHECK(id > 0);
    for (int round = 0; round < 100; ++round) CHECK(works(process));
    CHECK(process.process_id() == id);
    CHECK((process.faults().crashes == 0 && process.faults().time_outs == 0));
}

TEST_CASE("decoder process: begins with next to nothing", "[isolation]") {
    ::setenv("OUTPOST_TEST_SECRET", "yes", 1);
    DecoderProcess process(options_for());
    const auto reading = ask(process, Misdeed::TellCircumstances);
    REQUIRE(reading.symbols.size() == 1);
    // Three standard streams and the socket; session, no core, no files, no secret, processor time.
    CHECK(reading.symbols[0].payload == Bytes{4, 1, 1, 1, 1, 1});
}

TEST_CASE("decoder process: a frame that kills or confuses it is answered empty", "[isolation]") {
    DecoderProcess process(options_for());
    std::uint64_t faults = 0;
    for (const auto deed :
         {Misdeed::Crash, Misdeed::Exit, Misdeed::CloseSocket, Misdeed::ShortReply,
          Misdeed::EmptyReply, Misdeed::LongReply, Misdeed::Garbage, Misdeed::OtherVersion,
          Misdeed::OtherId, Misdeed::OtherKind, Misdeed::ReadyAgain, Misdeed::HugeResult,
          Misdeed::ResultOfAllMemory, Misdeed::HugeCount, Misdeed::TooMany, Misdeed::HugePayload,
          Misdeed::LongPayload, Misdeed::NoResult, Misdeed::Trailing}) {
        CAPTURE(static_cast<int>(deed));
        REQUIRE(works(process));
        const auto id = process.process_id();
        CHECK(ask(process, deed).symbols.empty());
        CHECK(process.faults().crashes == ++faults);
        CHECK(process.process_id() == -1);  // killed and collected
        CHECK(::kill(static_cast<pid_t>(id), 0) != 0);
        CHECK_FALSE(has_children());
    }
    CHECK(works(process));
    CHECK(process.faults().time_outs == 0);
}

TEST_CASE("decoder process: a document that kills or confuses it is an error", "[isolation]") {
    DecoderProcess process(options_for());
    IsolatedPictureReader reader(process);
    for (const auto deed :
         {Misdeed::Crash, Misdeed::Exit, Misdeed::CloseSocket, Misdeed::ShortReply,
          Misdeed::Garbage, Misdeed::OtherId, Misdeed::HugeResult, Misdeed::ResultOfAllMemory,
          Misdeed::HugeCount, Misdeed::TooMany, Misdeed::HugePayload, Misdeed::LongPayload,
          Misdeed::NoResult, Misdeed::Trailing, Misdeed::OddNumbers, Misdeed::OddCode}) {
        CAPTURE(static_cast<int>(deed));
        const auto pages = reader.read(document_for(Misdeed::None));
        REQUIRE(pages);
        REQUIRE(pages->size() == 2);
        CHECK((*pages)[1].pixels == Bytes{1, 2, 3, 4});
        CHECK(reader.read(document_for(deed)).error().code == Errc::BadSyntax);
    }
    CHECK(process.faults().crashes == 15);  // an odd code is no fault
}

TEST_CASE("decoder process: numbers out of range are brought into it", "[isolation]") {
    DecoderProcess process(options_for());
    const auto reading = ask(process, Misdeed::OddNumbers);
    REQUIRE(reading.symbols.size() == 1);
    for (const auto corner : reading.symbols[0].corners)
        CHECK((corner.x_px >= 0 && corner.x_px < 16 && corner.y_px >= 0 && corner.y_px < 9));
    CHECK(reading.quality.mean_level == 0.0);
    CHECK(reading.quality.bright_level == 0.0);
    CHECK(reading.quality.dark_level == 0.0);
    REQUIRE(reading.quality.symbol);
    const auto& trace = *reading.quality.symbol;
    CHECK(trace.finder_patterns == 3);
    CHECK(trace.side_modules == 0);
    CHECK(trace.module_px == 0.0);
    CHECK(trace.turn_deg == 360.0);
    for (const auto corner : trace.corners)
        CHECK((std::abs(corner.x_px) < 16 * 17 && std::abs(corner.y_px) < 9 * 17));
    CHECK(process.faults().crashes == 0);
}

TEST_CASE("decoder process: a hang costs one frame", "[isolation]") {
    auto options = options_for();
    options.frame_margin = short_time;
    options.picture_time = short_time;
    DecoderProcess process(options);
    CHECK(ask(process, Misdeed::Hang).symbols.empty());
    CHECK(process.faults().time_outs == 1);
    CHECK_FALSE(has_children());
    IsolatedPictureReader reader(process);
    CHECK(reader.read(document_for(Misdeed::Hang)).error().code == Errc::Timeout);
    CHECK(process.faults().time_outs == 2);
    CHECK(process.faults().crashes == 0);
}

TEST_CASE("decoder process: killed in the middle of a request", "[isolation]") {
    DecoderProcess process(options_for());
    REQUIRE(works(process));
    const auto id = static_cast<pid_t>(process.process_id());
    std::thread killer([id] {
        siginfo_t stopped{};
        CHECK(::waitid(P_PID, static_cast<id_t>(id), &stopped, WSTOPPED | WNOWAIT) == 0);
        CHECK(::kill(id, SIGKILL) == 0);
    });
    CHECK(ask(process, Misdeed::Stop).symbols.empty());
    killer.join();
    CHECK(process.faults().crashes == 1);
    CHECK(works(process));
}

TEST_CASE("decoder process: one that dies unasked costs no frame", "[isolation]") {
    DecoderProcess process(options_for());
    REQUIRE(works(process));
    CHECK(ask(process, Misdeed::DieAfterwards).symbols.size() == 1);
    siginfo_t info{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(process.process_id()), &info, WEXITED | WNOWAIT) ==
            0);
    CHECK(works(process));
    CHECK(process.faults().crashes == 1);
    // It dies with the thread that started it, too.
    DecoderProcess other(options_for());
    std::thread([&other] { CHECK(other.start(bit_of(DecoderService::Frames))); }).join();
    REQUIRE(::waitid(P_PID, static_cast<id_t>(other.process_id()), &info, WEXITED | WNOWAIT) == 0);
    CHECK(works(other));
}

TEST_CASE("decoder process: a reply too many is not taken for the next one", "[isolation]") {
    DecoderProcess process(options_for());
    CHECK(ask(process, Misdeed::ReplyTwice).symbols.size() == 1);
    CHECK(ask(process, Misdeed::None).symbols.empty());
    CHECK(process.faults().crashes == 1);
    CHECK(works(process));
}

TEST_CASE("decoder process: frames that are none, or too large", "[isolation]") {
    DecoderProcess process(options_for());
    const std::uint8_t pixel = 1;
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    for (const FrameView frame :
         {FrameView{}, FrameView{nullptr, 100, 100, 100}, FrameView{&pixel, 0, 0, 0},
          FrameView{&pixel, -1, 1, 1}, FrameView{&pixel, 1, -1, 1}, FrameView{&pixel, 2, 1, 1},
          FrameView{&pixel, most, most, most}, FrameView{&pixel, most, 1, most},
          FrameView{&pixel, 60'000, 60'000, 60'000}})
        CHECK(process.read_frame(frame, request()).symbols.empty());
    CHECK(process.process_id() == -1);  // not worth a process
    CHECK(process.read_frame({&pixel, 1, 1, 1}, request()).symbols.size() == 1);
    CHECK(process.faults().crashes == 0);
    IsolatedPictureReader reader(process);
    Bytes large(shared_bytes + 1);
    large[0] = 0xff;
    large[1] = 0xd8;
    large[2] = 0xff;
    CHECK(reader.read(large).error().code == Errc::TooLong);
    CHECK(reader.read(as_bytes("neither")).error().code == Errc::Unsupported);
}

TEST_CASE("decoder process: rows with gaps arrive without them", "[isolation]") {
    DecoderProcess process(options_for());
    auto frame = frame_for(Misdeed::None);
    FrameView view = frame.view();
    view.width_px = 4;  // of 16
    CHECK(process.read_frame(view, request()).symbols.size() == 1);
}

TEST_CASE("decoder process: no program, no answer", "[isolation]") {
    for (const auto* program : {"", "/no/such/outpost-decoder", "outpost-decoder", "/etc/passwd"}) {
        DecoderProcess process(options_for(program));
        CHECK(process.start(all_decoder_services).error().code == Errc::Unavailable);
        CHECK(ask(process, Misdeed::None).symbols.empty());
        CHECK(IsolatedPictureReader(process).read(document_for(Misdeed::None)).error().code ==
              Errc::Unavailable);
        CHECK(process.faults().crashes == 0);
    }
}

TEST_CASE("decoder process: one that never gets ready", "[isolation]") {
    const tests::TemporaryFolder folder;
    const auto start_as = [&](const std::string& name, milliseconds start_time) {
        const auto path = folder.path() / name;
        std::filesystem::create_symlink(OUTPOST_BAD_DECODER, path);
        auto options = options_for(path.string());
        options.start_time = start_time;
        DecoderProcess process(options);
        const auto code = process.start(bit_of(DecoderService::Frames)).error().code;
        CHECK(process.process_id() == -1);
        return code;
    };
    CHECK(start_as("ends-at-start", long_time) == Errc::Unavailable);
    CHECK(start_as("refuses", long_time) == Errc::Unavailable);
    CHECK(start_as("speaks-another-language", long_time) == Errc::Unavailable);
    CHECK(start_as("hangs-at-start", short_time) == Errc::Timeout);
    CHECK_FALSE(has_children());
}

TEST_CASE("decoder process: a growing pause, and a camera that does not wait", "[isolation]") {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "ends-at-start";
    std::filesystem::create_symlink(OUTPOST_BAD_DECODER, path);
    auto options = options_for(path.string());
    options.pause_min = std::chrono::hours(1);
    options.pause_max = std::chrono::hours(1);
    DecoderProcess process(options);
    for (int round = 0; round < 20; ++round) CHECK(ask(process, Misdeed::None).symbols.empty());
    CHECK(process.faults().crashes == 2);  // the third start is an hour away
    CHECK(process.start(bit_of(DecoderService::Frames)).error().code == Errc::Unavailable);
}

TEST_CASE("decoder process: a still picture waits out the pause", "[isolation]") {
    auto options = options_for();
    options.pause_min = milliseconds(1);
    options.pause_max = milliseconds(20);
    DecoderProcess process(options);
    for (int round = 0; round < 10; ++round) {
        CHECK(ask(process, Misdeed::Crash, ReadEffort::Still).symbols.empty());
        CHECK(process.faults().crashes == static_cast<std::uint64_t>(round) + 1);
    }
    CHECK(works(process));
}

TEST_CASE("decoder process: two hundred of them leave nothing behind", "[isolation]") {
    {
        DecoderProcess process(options_for());
        REQUIRE(works(process));
        const auto before = open_descriptors();
        for (int round = 0; round < 200; ++round) {
            REQUIRE(works(process));
            REQUIRE(ask(process, Misdeed::Exit).symbols.empty());
        }
        REQUIRE(works(process));
        CHECK(open_descriptors() == before);
        CHECK(process.faults().crashes == 200);
    }
    CHECK_FALSE(has_children());
}

TEST_CASE("decoder process: a service that it was not started with", "[isolation]") {
    DecoderProcess process(options_for());
    REQUIRE(works(process));
    const auto first = process.process_id();
    IsolatedPictureReader reader(process);
    CHECK(reader.read(document_for(Misdeed::None)));
    const auto second = process.process_id();
    CHECK(second != first);
    CHECK(works(process));
    CHECK(process.process_id() == second);  // it can do both now
    CHECK(process.faults().crashes == 0);
}
