#include "firmware-app/kiosk/health_board.h"

#include "core/crypto/signing_key.h"
#include "tests/support/counting_random.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::kiosk;
using session::Level;
using session::Part;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr UtcInstant today{1'800'000'000'000};

UtcInstant days_ago(std::int64_t days) {
    return {today.since_epoch_ms - days * day_ms};
}

std::shared_ptr<const trust::TrustSnapshot> keys_of_age(std::int64_t days,
                                                        std::optional<UtcInstant> expires = {}) {
    tests::CountingRandom random;
    const auto key = crypto::SigningKey::generate_ed25519(random);
    trust::TrustOrigin origin;
    origin.issued_at = days_ago(days);
    origin.expires_at = expires;
    return std::make_shared<trust::TrustSnapshot>(
        std::vector{trust::method_of("did:example:a", key.public_key())}, origin);
}

Measured good() {
    Measured measured;
    measured.now = today;
    measured.disk_free_bytes = std::uint64_t{4} << 30U;
    measured.trust = keys_of_age(3);
    measured.revocations.push_back(std::make_shared<revocation::StatusSnapshot>(
        std::vector<revocation::StatusRecord>{}, days_ago(2), std::nullopt));
    return measured;
}

Level level_after(const Measured& measured, Part part) {
    HealthBoard board;
    board.measure(measured);
    return board.health().of(part).level;
}

}  // namespace

TEST_CASE("a kiosk that is well says so, without codes") {
    HealthBoard board;
    board.set_camera(CameraState::Streaming);
    board.set_printer(PrintState::Waiting);
    board.set_journal(true, ClockTrust::Trusted);
    board.set_start_up(true);
    board.measure(good());
    for (const auto& part : board.health().parts) {
        CHECK(part.level == Level::Good);
        CHECK(part.code.empty());
    }
    CHECK_FALSE(board.health().data_is_ageing);
    CHECK(board.health().trust_age_days == 3);
    CHECK(board.health().revocation_age_days == 2);
}

TEST_CASE("each fault has its own code and words") {
    HealthBoard board;
    std::vector<std::string> codes;
    const auto note = [&](Part part) {
        const auto& shown = board.health().of(part);
        CHECK(shown.level != Level::Good);
        CHECK_FALSE(shown.words.empty());
        CHECK(std::find(codes.begin(), codes.end(), shown.code) == codes.end());
        codes.push_back(shown.code);
    };
    for (const auto state : {CameraState::Unplugged, CameraState::NoFrames,
                             CameraState::WrongFormat, CameraState::Black}) {
        board.set_camera(state);
        note(Part::Camera);
    }
    for (const auto state : {PrintState::OutOfPaper, PrintState::Jammed, PrintState::Offline,
                             PrintState::Failed, PrintState::Unknown}) {
        board.set_printer(state);
        note(Part::Printer);
    }
    board.set_journal(false, ClockTrust::Trusted);
    note(Part::Journal);
    board.set_start_up(false);
    note(Part::StartUp);
}

TEST_CASE("a clock that shows an earlier time than is known is a fault") {
    auto measured = good();
    measured.clock = ClockTrust::Wrong;
    CHECK(level_after(measured, Part::Clock) == Level::Fault);
    measured.clock = ClockTrust::Unconfirmed;
    CHECK(level_after(measured, Part::Clock) == Level::Soon);
    measured.clock = ClockTrust::Trusted;
    CHECK(level_after(measured, Part::Clock) == Level::Good);
    HealthBoard board;
    board.set_journal(false, ClockTrust::Unconfirmed);
    CHECK(board.health().of(Part::Journal).level == Level::NotKnown);
}

TEST_CASE("the disk is looked at before it is full") {
    auto measured = good();
    measured.disk_free_bytes = std::uint64_t{400} << 20U;
    CHECK(level_after(measured, Part::Disk) == Level::Soon);
    measured.disk_free_bytes = std::uint64_t{10} << 20U;
    CHECK(level_after(measured, Part::Disk) == Level::Fault);
    measured.disk_free_bytes.reset();
    CHECK(level_after(measured, Part::Disk) == Level::Fault);
}

TEST_CASE("keys age from good over soon to too old") {
    auto measured = good();
    measured.trust = nullptr;
    CHECK(level_after(measured, Part::Trust) == Level::Fault);
    for (const auto& [days, level] :
         {std::pair{0, Level::Good}, std::pair{30, Level::Good}, std::pair{31, Level::Soon},
          std::pair{365, Level::Soon}, std::pair{366, Level::Fault}}) {
        INFO(days);
        measured.trust = keys_of_age(days);
        CHECK(level_after(measured, Part::Trust) == level);
    }
    measured.trust = keys_of_age(1, days_ago(-10));
    HealthBoard board;
    board.measure(measured);
    CHECK(board.health().of(Part::Trust).level == Level::Soon);
    CHECK(board.health().trust_next_expiry_days == 10);
    measured.trust = keys_of_age(1, days_ago(0));
    CHECK(level_after(measured, Part::Trust) == Level::Fault);
}

TEST_CASE("verdicts are marked where the policy's own limits say ageing") {
    auto measured = good();
    const auto is_marked = [&] {
        HealthBoard board;
        board.measure(measured);
        return board.health().data_is_ageing;
    };
    for (const auto& [days, is_ageing] :
         {std::pair{31, false}, std::pair{90, false}, std::pair{91, true}, std::pair{400, true}}) {
        INFO(days);
        measured.trust = keys_of_age(days);
        CHECK(is_marked() == is_ageing);
    }
    measured.freshness.keys = {500, 600, 700, true};
    CHECK_FALSE(is_marked());
    CHECK(level_after(measured, Part::Trust) == Level::Good);
    measured.revocations = {std::make_shared<revocation::StatusSnapshot>(
        std::vector<revocation::StatusRecord>{}, days_ago(8), days_ago(1))};
    CHECK(is_marked());
    measured.revocations = {std::make_shared<revocation::StatusSnapshot>(
        std::vector<revocation::StatusRecord>{}, days_ago(91), std::nullopt)};
    CHECK(level_after(measured, Part::Revocation) == Level::Fault);
}

TEST_CASE("revocation data that nobody knows the age of is not known") {
    auto measured = good();
    measured.revocations.clear();
    CHECK(level_after(measured, Part::Revocation) == Level::NotKnown);
    measured.revocations.push_back(std::make_shared<revocation::StatusSnapshot>(
        std::vector<revocation::StatusRecord>{}, std::nullopt, std::nullopt));
    CHECK(level_after(measured, Part::Revocation) == Level::NotKnown);
    measured.revocations.push_back(std::make_shared<revocation::StatusSnapshot>(
        std::vector<revocation::StatusRecord>{}, days_ago(8), std::nullopt));
    CHECK(level_after(measured, Part::Revocation) == Level::Soon);
}

TEST_CASE("a change is told once") {
    HealthBoard board;
    CHECK(board.take_change());
    CHECK_FALSE(board.take_change());
    board.set_camera(CameraState::Streaming);
    CHECK(board.take_change());
    board.set_camera(CameraState::Streaming);
    CHECK_FALSE(board.take_change());
}

TEST_CASE("a scanner alone is what the kiosk reads with") {
    HealthBoard board;
    board.set_scanner(ScannerState::Closed);
    CHECK(board.health().of(Part::Camera).level == Level::NotKnown);
    board.set_scanner(ScannerState::Ready);
    CHECK(board.health().of(Part::Camera).level == Level::Good);
    board.set_scanner(ScannerState::Unplugged);
    CHECK(board.health().of(Part::Camera).level == Level::Fault);
    CHECK(board.health().of(Part::Camera).code == "K-SCN-01");
    board.set_scanner(ScannerState::Ready);
    CHECK(board.health().of(Part::Camera).level == Level::Good);
    CHECK(board.health().of(Part::Camera).code.empty());
}

TEST_CASE("of camera and scanner one is enough to go on") {
    HealthBoard board;
    const auto shown = [&board]() -> const session::PartHealth& {
        return board.health().of(Part::Camera);
    };
    board.set_camera(CameraState::Streaming);
    board.set_scanner(ScannerState::Unplugged);
    CHECK(shown().level == Level::Soon);
    CHECK(shown().code == "K-SCN-01");
    board.set_camera(CameraState::Unplugged);
    CHECK(shown().level == Level::Fault);
    CHECK(shown().code == "K-CAM-01");
    board.set_scanner(ScannerState::Ready);
    CHECK(shown().level == Level::Soon);
    CHECK(shown().code == "K-CAM-01");
    board.set_camera(CameraState::Streaming);
    CHECK(shown().level == Level::Good);
}
