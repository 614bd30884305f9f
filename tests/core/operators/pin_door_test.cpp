// The door: a try is on the disk before it is judged, whatever crashes.
#include "core/operators/pin_door.h"

#include "drivers/store/posix_file_store.h"
#include "tests/drivers/store/faulty_calls.h"
#include "tests/support/counting_random.h"
#include "tests/support/files.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace outpost;
using namespace outpost::operators;

namespace {

const ClockReading start{{1'800'000'000'000}, 5'000, "b00"};

ClockReading later(std::int64_t ms) {
    return {{start.wall.since_epoch_ms + ms}, start.monotonic_ms + ms, start.boot};
}

crypto::SecretBytes pin(std::string_view digits) {
    return crypto::SecretBytes::copy_of(as_bytes(digits));
}

/// Ada is an operator with 471902, Grace a supervisor with 830516.
OperatorRoster roster() {
    const OperatorRoster nobody({}, {1, crypto::pin_memory_kib_min});
    const auto one = nobody.with({"Ada", Role::Operator, {}, start.wall}, pin("471902"));
    REQUIRE(one.has_value());
    const auto two = one->with({"Grace", Role::Supervisor, {}, start.wall}, pin("830516"));
    REQUIRE(two.has_value());
    return *two;
}

PinAnswer try_pin(PinDoor& door, std::string_view digits, const ClockReading& now) {
    const auto begun = door.begin(now);
    REQUIRE(begun.has_value());
    const auto who = begun->roster.find_by_pin(pin(digits));
    REQUIRE(who.has_value());
    return door.end(*begun, *who, now);
}

struct Kiosk {
    Kiosk() { REQUIRE(write_roster(files, "/state", roster()).has_value()); }
    tests::MemoryFileStore files;
    PinDoor door{files, "/state"};
};

}  // namespace

TEST_CASE("door: a right PIN opens, a wrong one counts", "[operators][door]") {
    Kiosk kiosk;
    const auto wrong = try_pin(kiosk.door, "111119", start);
    CHECK_FALSE(wrong.who.has_value());
    CHECK(wrong.standing == Standing{2, 0});
    CHECK(wrong.journal_body == R"({"outcome":"wrong","operator":null,"role":null,"tries":1})");
    const auto right = try_pin(kiosk.door, "471902", start);
    REQUIRE(right.who.has_value());
    CHECK(right.who->name == "Ada");
    CHECK(right.is_stored);
    CHECK(right.standing == Standing{2, 0});  // an operator's own does not take it back
    CHECK(right.journal_body == R"({"outcome":"opened","operator":1,"role":"operator","tries":2})");
    CHECK(try_pin(kiosk.door, "830516", start).standing == Standing{3, 0});
    CHECK(kiosk.door.standing(start).value() == Standing{3, 0});
}

TEST_CASE("door: nothing is tried while a pause lasts, not even a supervisor's",
          "[operators][door]") {
    Kiosk kiosk;
    for (int i = 0; i < 3; ++i) try_pin(kiosk.door, "111119", start);
    CHECK(kiosk.door.standing(start).value() == Standing{0, 30'000});
    const auto refused = kiosk.door.begin(later(29'999));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Errc::Unavailable);
    CHECK(kiosk.door.standing(later(29'999)).value() == Standing{0, 1});  // and not counted
    const auto opened = try_pin(kiosk.door, "830516", later(30'000));
    CHECK(opened.who.has_value());
    CHECK(opened.standing == Standing{3, 0});
}

TEST_CASE("door: another object and another boot know of the lock", "[operators][door]") {
    Kiosk kiosk;
    for (int i = 0; i < 4; ++i) try_pin(kiosk.door, "111119", later(i * 40'000));
    PinDoor again(kiosk.files, "/state");
    CHECK(again.standing(later(121'000)).value() == Standing{0, 59'000});
    const ClockReading restarted{{start.wall.since_epoch_ms + 900'000'000}, 10, "b01"};
    CHECK(again.standing(restarted).value() == Standing{0, 60'000});
    const ClockReading minute_later{restarted.wall, 10 + 60'000, "b01"};
    CHECK(again.standing({restarted.wall, 10 + 59'000, "b01"})->locked_ms == 60'000);  // wall stood
    CHECK(again.standing({{restarted.wall.since_epoch_ms + 60'000}, 10 + 60'000, "b01"}).value() ==
          Standing{1, 0});
    CHECK(again.standing({start.wall, 0, "b02"}).value() == Standing{1, 0});  // was noted
    CHECK(again.clear().has_value());
    CHECK(again.standing(minute_later).value() == Standing{3, 0});
}

TEST_CASE("door: without its files", "[operators][door]") {
    tests::MemoryFileStore files;
    PinDoor door(files, "/state");
    CHECK(read_roster(files, "/state")->operators().empty());
    CHECK(door.standing(start).value() == Standing{3, 0});
    const auto begun = door.begin(start);
    REQUIRE(begun.has_value());
    CHECK(begun->roster.cost() == crypto::PinCost{});  // costs what a real one costs
}

TEST_CASE("door: damaged files keep it shut", "[operators][door]") {
    Kiosk kiosk;
    const auto put = [&](const char* path, std::string_view text) {
        REQUIRE(kiosk.files.write_atomically(path, as_bytes(text)).has_value());
    };
    for (const auto& bad : {std::string("{}"), std::string(), std::string(5000, 'x')}) {
        put("/state/operator-lock.json", bad);
        CHECK(kiosk.door.standing(start).value() == Standing{0, 3'600'000});
        CHECK(kiosk.door.standing(later(600'000)).value() == Standing{0, 3'000'000});
        REQUIRE(kiosk.door.clear().has_value());
    }
    put("/state/operators.json", "{}");
    CHECK(kiosk.door.begin(start).error().code == Errc::Unsupported);
    put("/state/operators.json", std::string(20'000, ' '));
    CHECK(kiosk.door.begin(start).error().code == Errc::TooLong);
    CHECK(kiosk.door.standing(start).value() == Standing{3, 0});  // nothing was counted
}

TEST_CASE("door: a disk that cannot be written lets nobody try", "[operators][door]") {
    Kiosk kiosk;
    kiosk.files.fail_after(0);
    CHECK(kiosk.door.begin(start).error().code == Errc::Io);
    CHECK(kiosk.door.clear().error().code == Errc::Io);
    CHECK(write_roster(kiosk.files, "/state", roster()).error().code == Errc::Io);

    Kiosk other;
    other.files.fail_after(1);  // the try is counted, its end is not written
    const auto answer = try_pin(other.door, "830516", start);
    CHECK(answer.who.has_value());
    CHECK_FALSE(answer.is_stored);
    CHECK(answer.standing == Standing{2, 0});
}

TEST_CASE("door: no free try from a crash at any file operation", "[operators][door][crash]") {
    // A child tries a PIN and dies at its n-th file operation. It tells through its exit code
    // whether it came to know if the PIN was right; then the try must be on the disk.
    for (const char* digits : {"111119", "830516"}) {
        bool reached_end = false;
        for (int at = 0; !reached_end; ++at) {
            REQUIRE(at < 200);
            const tests::TemporaryFolder folder;
            const auto state = folder.path().string();
            PosixFileStore files;
            REQUIRE(write_roster(files, state, roster()).has_value());
            PinDoor before(files, state);
            try_pin(before, "111119", start);
            const auto child = ::fork();
            REQUIRE(child >= 0);
            if (child == 0) {
                FaultyCalls calls(at, true);
                PosixFileStore faulty(calls);
                PinDoor door(faulty, state);
                const auto begun = door.begin(start);
                if (!begun) ::_exit(1);
                REQUIRE(::creat((state + "/judged").c_str(), 0600) >= 0);
                const auto who = begun->roster.find_by_pin(pin(digits));
                if (!who) ::_exit(2);
                const auto answer = door.end(*begun, *who, start);
                ::_exit(answer.is_stored ? 7 : 3);
            }
            int status = 0;
            REQUIRE(::waitpid(child, &status, 0) == child);
            REQUIRE(WIFEXITED(status));
            reached_end = WEXITSTATUS(status) == 7;
            const bool is_judged = std::filesystem::exists(state + "/judged");
            PinDoor after(files, state);
            const auto standing = after.standing(start);
            REQUIRE(standing.has_value());
            const bool is_right = std::string_view(digits) == "830516";
            INFO("operation " << at << " of " << digits);
            if (reached_end)
                CHECK(standing->tries_left == (is_right ? 3 : 1));
            else if (is_judged)
                CHECK((standing->tries_left == 1 || (is_right && standing->tries_left == 3)));
            else
                CHECK((standing->tries_left == 1 || standing->tries_left == 2));
            CHECK(read_roster(files, state)->operators().size() == 2);
        }
    }
}

TEST_CASE("door: every failing file operation is told or harmless", "[operators][door]") {
    for (int at = 0; at < 40; ++at) {
        const tests::TemporaryFolder folder;
        const auto state = folder.path().string();
        PosixFileStore files;
        REQUIRE(write_roster(files, state, roster()).has_value());
        FaultyCalls calls(at, false);
        PosixFileStore faulty(calls);
        PinDoor door(faulty, state);
        const auto begun = door.begin(start);
        if (!begun) {
            CHECK(begun.error().code == Errc::Io);
            continue;
        }
        const auto answer = door.end(*begun, {}, start);
        CHECK(answer.standing.tries_left == 2);
        CHECK(PinDoor(files, state).standing(start)->tries_left == 2);
    }
}

TEST_CASE("door: the files are their owner's alone", "[operators][door]") {
    const tests::TemporaryFolder folder;
    const auto state = folder.path().string();
    PosixFileStore files;
    REQUIRE(write_roster(files, state, roster()).has_value());
    PinDoor door(files, state);
    try_pin(door, "111119", start);
    for (const auto name : {roster_file_name, lock_file_name}) {
        const auto mode = std::filesystem::status(folder.path() / name).permissions();
        CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
              std::filesystem::perms::none);
    }
}

TEST_CASE("door: the name of the boot", "[operators][door]") {
    tests::CountingRandom random;
    tests::MemoryFileStore files;
    CHECK(boot_name(files, random) == "000102030405060708090a0b0c0d0e0f");
    const std::string id = "01234567-89ab-cdef-0123-456789abcdef";
    REQUIRE(files.write_atomically("/proc/sys/kernel/random/boot_id", as_bytes(id + "\n")));
    CHECK(boot_name(files, random) == id);
    REQUIRE(files.write_atomically("/proc/sys/kernel/random/boot_id", as_bytes("$(reboot)")));
    CHECK(boot_name(files, random) == "101112131415161718191a1b1c1d1e1f");
    PosixFileStore system;
    const auto here = boot_name(system, random);
    CHECK((here.size() == 36 || here.size() == 32));
}
