// The process ends, or the disk fails, at every single operation of a day's work.
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::FaultAction;
using tests::FaultVfs;
using tests::first_morning;
using tests::Kiosk;
using tests::order_of;

namespace {

/// What is told to the world, one line each, after the call that made it durable came back.
using Tell = std::function<void(const std::string&)>;

/// One person's order on its way; false at the first failure.
bool take_to_the_page(Journal& journal, const NewOrder& order, const Tell& tell) {
    auto reservation = journal.reserve(order);
    if (!reservation) return false;
    auto& made = reservation->order;
    const auto& id = made.certificate_id;
    tell("reserved " + id);
    if (made.step == Step::Reserved) {
        if (!journal.record_signed(made.number, "{\"id\":\"" + id + "\"}", "key", order.at))
            return false;
        tell("signed " + id);
        if (!made.supersedes.empty()) tell("withdrawn " + made.supersedes);
        made.step = Step::Signed;
    }
    if (made.step == Step::Signed) {
        if (!journal.record_rendered(made.number, order.at)) return false;
        tell("rendered " + id);
        made.step = Step::Rendered;
    }
    if (made.step == Step::Rendered) {
        const auto job = journal.begin_print(made.number, "office", "", order.at);
        if (!job) return false;
        tell("sent " + *job);
        made.step = Step::Sending;
    }
    if (made.step != Step::Sending) return true;
    if (!journal.record_print(made.number, PrintState::Printed, "1", order.at)) return false;
    tell("printed " + id);
    return true;
}

/// Everything is exported, sealed and, once received, purged.
bool leave_with_a_stick(Journal& journal, const Tell& tell) {
    const UtcInstant evening{first_morning.since_epoch_ms + 1};
    if (!journal.begin_export(evening)) return false;
    const auto open = journal.exports(true);
    if (!open) return false;
    for (const auto& range : *open) tell("exported " + std::to_string(range.mark.number));
    const auto clear = journal.to_seal(evening, 100);
    if (!clear) return false;
    std::vector<SealedPayload> sealed;
    for (const auto number : *clear) sealed.push_back({number, Bytes(40, 1)});
    if (!journal.record_sealed(sealed, evening)) return false;
    for (const auto& range : *open) {
        if (!journal.record_receipt(range.mark, evening)) return false;
        tell("received " + std::to_string(range.mark.number));
    }
    return journal.purge(evening, evening).has_value();
}

/// A whole day: opening, two persons, a correction, a held item, a revocation, a stick, closing.
bool work_a_day(Kiosk& kiosk, const Tell& tell) {
    if (!kiosk.open()) return false;
    auto& journal = kiosk.journal();
    const auto standstill = journal.begin_issuing(first_morning);
    if (!standstill || *standstill == Standstill::RestoredOrCopied) {
        if (standstill) tell("standstill");
        return false;
    }
    if (*standstill == Standstill::NoBlock &&
        !journal.assign_block(block_of_kiosk(3).value(), first_morning))
        return false;
    const auto first = order_of("P-1", "a");
    if (!take_to_the_page(journal, first, tell)) return false;
    if (!take_to_the_page(journal, order_of("P-2", "a"), tell)) return false;
    auto update = order_of("P-1", "b");
    update.is_update = true;
    if (!take_to_the_page(journal, update, tell)) return false;
    HeldItem item;
    item.reason = "conflict";
    item.request_json = "{}";
    const auto held = journal.hold(item);
    if (!held) return false;
    const auto second = journal.reserve(order_of("P-2", "a"));
    if (!second) return false;
    const auto id = second->order.certificate_id;
    const auto outcome = journal.revoke(id, false, "mistake", first_morning);
    if (!outcome) return false;
    tell("withdrawn " + id);
    if (!leave_with_a_stick(journal, tell)) return false;
    kiosk.close();
    return true;
}

std::uint64_t operations_of_a_day() {
    const tests::TemporaryFolder folder;
    FaultVfs counting(tests::no_fault);
    Kiosk kiosk(folder.path().string(), "machine-a", &counting);
    REQUIRE(work_a_day(kiosk, [](const std::string&) {}));
    return counting.operations();
}

void check_exported(Journal& journal, std::int64_t number, bool is_received) {
    const auto exports = journal.exports(false);
    REQUIRE(exports);
    for (const auto& range : *exports) {
        if (range.mark.number != number) continue;
        CHECK((!is_received || range.receipt_at));
        return;
    }
    FAIL("an export is forgotten");
}

/// What the journal must know after `told` was said.
void check_kept(Journal& journal, const std::vector<std::string>& told) {
    const auto exports = journal.exports(false);
    REQUIRE(exports);
    const bool may_be_gone =
        std::any_of(exports->begin(), exports->end(),
                    [](const ExportRange& range) { return range.receipt_at.has_value(); });
    for (const auto& line : told) {
        CAPTURE(line);
        const auto word = line.substr(0, line.find(' '));
        REQUIRE(word != "standstill");
        if (word == "exported" || word == "received") {
            check_exported(journal, std::stoll(line.substr(9)), word == "received");
            continue;
        }
        const auto id = line.substr(line.find(' ') + 1, 12);
        const auto found = journal.find(id);
        REQUIRE(found);
        REQUIRE(*found);
        const auto& order = **found;
        // What is no longer in clear was sealed or received.
        const auto kept = journal.payload(order.number).value();
        const bool is_gone = order.credential_json.empty() && may_be_gone;
        if (word == "signed" && !is_gone && kept.sealed.empty())
            CHECK(order.credential_json == "{\"id\":\"" + id + "\"}");
        if (word == "signed") CHECK(order.step >= Step::Signed);
        if (word == "rendered") CHECK(order.step >= Step::Rendered);
        if (word == "sent") CHECK(order.print_attempts >= 1);
        if (word == "printed") CHECK(order.step == Step::Printed);
        if (word == "withdrawn") CHECK_FALSE(order.is_current);
    }
}

std::vector<std::string> lines_of(const std::string& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

/// Each person's order has one id for each version, and no id belongs to two.
void check_ids(Journal& journal) {
    std::map<std::string, std::string> owner;
    std::map<std::string, int> reservations;
    REQUIRE(journal.entries(1, [&](const Entry& entry) {
        if (entry.kind != "reserved") return true;
        const auto at = entry.body.find("\"id\":\"") + 6;
        const auto id = entry.body.substr(at, 12);
        CHECK(has_check_digit(id));
        CHECK(owner.emplace(id, entry.body).second);
        return true;
    }));
    CHECK(journal.counts()->orders == static_cast<std::int64_t>(owner.size()));
}

/// Runs the day in a child process whose faults follow the rule. @return its exit code
int run_in_child(const std::string& folder, const std::string& log, const FaultVfs::Decide& rule) {
    return tests::exit_code_in_child([&] {
        std::ofstream told(log, std::ios::app);
        FaultVfs faults(rule);
        Kiosk kiosk(folder, "machine-a", &faults);
        return work_a_day(kiosk, [&](const std::string& line) { told << line << std::endl; });
    });
}

}  // namespace

TEST_CASE("journal: the process ends at each operation in turn", "[journal][fault]") {
    const auto operations = operations_of_a_day();
    REQUIRE(operations > 60);
    const auto action = GENERATE(FaultAction::End, FaultAction::TearAndEnd);
    for (std::uint64_t n = 0; n < operations; ++n) {
        CAPTURE(n);
        const tests::TemporaryFolder folder;
        const auto path = folder.path().string();
        const auto log = path + "/told";
        REQUIRE(run_in_child(path, log, tests::fault_at(n, action)) == tests::ended_by_fault);
        const auto told = lines_of(log);
        {
            Kiosk kiosk(path);
            REQUIRE(kiosk.open());
            check_kept(kiosk.journal(), told);
            REQUIRE(kiosk.journal().check_chain());
        }
        // The same day again, from its beginning, with the same requests.
        REQUIRE(run_in_child(path, log, tests::no_fault) == 0);
        Kiosk kiosk(path);
        kiosk.start();
        check_kept(kiosk.journal(), lines_of(log));
        check_ids(kiosk.journal());
        REQUIRE(kiosk.journal().check_chain());
        CHECK(kiosk.journal().unfinished(10)->empty());
        // Everybody has a certificate, nobody two; the day may have revoked P-2 twice.
        const auto counts = kiosk.journal().counts();
        CHECK(counts->held == 1);
        CHECK(counts->orders >= 3);
        CHECK(counts->orders <= 4);
    }
}

TEST_CASE("journal: the disk fails at each operation in turn", "[journal][fault]") {
    const auto operations = operations_of_a_day();
    const auto action =
        GENERATE(FaultAction::DiskFull, FaultAction::ReadOnly, FaultAction::Failure);
    const bool stays = GENERATE(false, true);
    for (std::uint64_t n = 0; n < operations; ++n) {
        CAPTURE(n, stays);
        const tests::TemporaryFolder folder;
        FaultVfs faults(stays ? tests::fault_from(n, action) : tests::fault_at(n, action));
        std::vector<std::string> told;
        const Tell tell = [&](const std::string& line) { told.push_back(line); };
        {
            Kiosk kiosk(folder.path().string(), "machine-a", &faults);
            work_a_day(kiosk, tell);
            // The disk is good again: in the same process the work goes on.
            faults.restart(tests::no_fault);
            REQUIRE(work_a_day(kiosk, tell));
        }
        Kiosk kiosk(folder.path().string());
        kiosk.start();
        check_kept(kiosk.journal(), told);
        check_ids(kiosk.journal());
        REQUIRE(kiosk.journal().check_chain());
        CHECK(kiosk.journal().unfinished(10)->empty());
    }
}

TEST_CASE("journal: a failing disk is an error, and the open journal stays usable",
          "[journal][fault]") {
    const tests::TemporaryFolder folder;
    FaultVfs faults(tests::no_fault);
    Kiosk kiosk(folder.path().string(), "machine-a", &faults);
    kiosk.start();
    auto& journal = kiosk.journal();
    std::set<std::string> ids;
    for (const auto action : {FaultAction::DiskFull, FaultAction::ReadOnly, FaultAction::Failure}) {
        for (std::uint64_t n = 0; n < 40; ++n) {
            CAPTURE(n);
            const auto code = "P-" + std::to_string(static_cast<int>(action) * 100 + n);
            faults.restart(tests::fault_from(n, action));
            const auto refused = journal.reserve(order_of(code, "a"));
            const bool was_reached = faults.operations() > n;
            faults.restart(tests::no_fault);
            if (refused) {
                // A checkpoint that fails after the commit takes nothing back.
                CHECK(ids.insert(refused->order.certificate_id).second);
                if (!was_reached) break;
                continue;
            }
            CHECK(refused.error().code == Errc::Io);
            const auto again = journal.reserve(order_of(code, "a"));
            REQUIRE(again);
            CHECK(again->outcome == Outcome::New);
            CHECK(ids.insert(again->order.certificate_id).second);
        }
    }
    CHECK(ids.size() > 6);
    REQUIRE(journal.check_chain());
}
