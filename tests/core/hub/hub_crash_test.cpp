// The hub's process ends, or its disk fails, at each operation of a day.
#include "tests/core/hub/simulated_kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <sstream>

using namespace outpost;
using namespace outpost::hub;
using namespace outpost::tests;

namespace {

/// What reached the world: a line each, durable before the next step.
using Tell = std::function<void(const std::string&)>;

/// Tells what it was sent before it says that it was committed.
class TellingBus final : public MessageBus {
  public:
    explicit TellingBus(Tell tell) : tell_(std::move(tell)) {}
    Result<void> send(std::span<const BusMessage> messages) override {
        std::string lines;
        for (const auto& message : messages)
            lines += "message " + message.topic + " " + message.key + "\n";
        tell_(lines);
        return {};
    }

  private:
    Tell tell_;
};

struct Country {
    sync::HubPublic hub = TestHub::keys().public_part();
    SimulatedKiosk camp{hub, "camp", 100};
    SimulatedKiosk port{hub, "port", 500};
    std::vector<Bytes> files;

    Country() {
        const auto first = camp.sign({"P-1", "A", 1, ""}, hub_morning);
        add(camp);
        camp.print_last(hub_morning);
        camp.revoke({first}, hub_morning);
        camp.sign({"P-2", "B", 1, ""}, hub_morning);
        add(camp);
        port.sign({"P-1", "A", 1, ""}, hub_morning);
        add(port);
        std::swap(files[0], files[1]);  // the later one comes first
    }

  private:
    void add(SimulatedKiosk& kiosk) {
        files.push_back(kiosk.file_of(kiosk.begin_export().value(), hub_morning));
    }
};

/// Opens, enrols, takes each stick, gives receipts, produces. False at the first failure.
bool work_a_day(const Country& country, TestHub& hub, const Tell& tell) {
    if (!hub.open()) return false;
    for (const auto* kiosk : {&country.camp, &country.port})
        if (!hub.ledger().enrol(kiosk->public_part(), hub_morning)) return false;
    for (const auto& file : country.files)
        if (!hub.desk().take(file, hub_morning)) return false;
    for (const auto* kiosk : {&country.camp, &country.port}) {
        const auto receipt = hub.desk().receipt_for(kiosk->id(), hub_morning);
        if (!receipt) return false;
        if (!receipt->empty()) tell("receipt " + kiosk->id() + "\n");
    }
    TellingBus bus(tell);
    if (!hub.desk().produce(bus, hub_morning)) return false;
    hub.close();
    return true;
}

std::uint64_t operations_of_a_day(const Country& country) {
    const TemporaryFolder folder;
    FaultVfs counting(no_fault);
    TestHub hub(folder.path().string(), &counting);
    REQUIRE(work_a_day(country, hub, [](const std::string&) {}));
    return counting.operations();
}

int run_in_child(const Country& country, const std::string& folder, const std::string& log,
                 const FaultVfs::Decide& rule) {
    return exit_code_in_child([&] {
        std::ofstream told(log, std::ios::app);
        FaultVfs faults(rule);
        TestHub hub(folder, &faults);
        return work_a_day(country, hub,
                          [&](const std::string& lines) { told << lines << std::flush; });
    });
}

/// Ids told to the world, each topic's for itself.
std::set<std::string> messages_in(const std::string& text) {
    std::set<std::string> ids;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("message ")) ids.insert(line);
    return ids;
}

/// What a hub that nothing happens to tells.
std::set<std::string> expected_messages(const Country& country) {
    const TemporaryFolder folder;
    TestHub hub(folder.path().string());
    std::string told;
    REQUIRE(work_a_day(country, hub, [&](const std::string& lines) { told += lines; }));
    auto ids = messages_in(told);
    // 3 certificates, a revocation, a page, 3 reports of health; and a status for each certificate.
    REQUIRE(ids.size() == 11);
    return ids;
}

void check_whole(const std::string& folder) {
    TestHub hub(folder);
    REQUIRE(hub.open());
    const auto states = hub.ledger().kiosks().value();
    REQUIRE(states.size() == 2);
    CHECK(states[0].taken + states[1].taken == 3);
    CHECK(states[0].missing_count + states[1].missing_count == 0);
    CHECK(states[0].certificates + states[1].certificates == 3);
    const auto conflicts = hub.ledger().conflicts(false).value();
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].kind == ConflictKind::EventTwice);
    CHECK(hub.ledger().outbox_counts()->produced == 11);
    CHECK(hub.ledger().outbox_counts()->ready == 0);
}

}  // namespace

TEST_CASE("hub: the process ends at each operation in turn", "[hub][fault]") {
    const Country country;
    const auto expected = expected_messages(country);
    const auto operations = operations_of_a_day(country);
    REQUIRE(operations > 60);
    const auto action = GENERATE(FaultAction::End, FaultAction::TearAndEnd);
    for (std::uint64_t n = 0; n < operations; ++n) {
        CAPTURE(n);
        const TemporaryFolder folder;
        const auto path = folder.path().string();
        const auto log = path + "/told";
        REQUIRE(run_in_child(country, path, log, fault_at(n, action)) == ended_by_fault);
        REQUIRE(run_in_child(country, path, log, no_fault) == 0);
        // Each at least once; what came twice has the same id.
        CHECK(messages_in(read_text(log)) == expected);
        check_whole(path);
    }
}

TEST_CASE("hub: the disk fails at each operation in turn", "[hub][fault]") {
    const Country country;
    const auto expected = expected_messages(country);
    const auto operations = operations_of_a_day(country);
    const auto action =
        GENERATE(FaultAction::DiskFull, FaultAction::ReadOnly, FaultAction::Failure);
    const bool stays = GENERATE(false, true);
    for (std::uint64_t n = 0; n < operations; ++n) {
        CAPTURE(n, stays);
        const TemporaryFolder folder;
        FaultVfs faults(stays ? fault_from(n, action) : fault_at(n, action));
        std::string told;
        const Tell tell = [&](const std::string& lines) { told += lines; };
        {
            TestHub hub(folder.path().string(), &faults);
            work_a_day(country, hub, tell);
            faults.restart(no_fault);
            REQUIRE(work_a_day(country, hub, tell));
        }
        CHECK(messages_in(told) == expected);
        check_whole(folder.path().string());
    }
}
