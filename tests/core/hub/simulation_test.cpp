// A country of kiosks over weeks: clocks that are wrong, sticks that are lost or come twice, kiosks
// that are set up anew. At the end the hub knows what happened, and nothing else.
#include "tests/core/hub/simulated_kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <tuple>

using namespace outpost;
using namespace outpost::hub;
using namespace outpost::tests;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// The whole country has 1,000 kiosks over 30 days; the usual run is a tenth of it.
int setting(const char* name, int usual) {
    const char* text = std::getenv(name);
    return text == nullptr ? usual : std::atoi(text);
}

/// Kind, subject as the truth knows it, and the two kiosks in order.
using TrueConflict = std::tuple<ConflictKind, std::string, std::string>;

class Country {
  public:
    Country(const std::string& folder, int kiosks, int days)
        : hub_(folder), days_(days), dice_(20'260'101) {
        REQUIRE(hub_.open());
        for (int number = 0; number < kiosks; ++number) places_.push_back(set_up());
    }

    void live() {
        for (int day = 0; day < days_; ++day) {
            for (std::size_t place = 0; place < places_.size(); ++place) work(place, day);
            if (day % 3 == 0) produce(day);
        }
        // In the end every kiosk that still exists comes once more, whatever was lost on the way.
        for (const auto place : places_)
            for (int visit = 0; visit < 2; ++visit) bring(place, days_, false);
        produce(days_);
    }

    void compare() {
        std::set<std::string> messages, certificates;
        for (const auto& kiosk : kiosks_) {
            messages.insert(kiosk.message_ids().begin(), kiosk.message_ids().end());
            certificates.insert(kiosk.certificate_ids().begin(), kiosk.certificate_ids().end());
        }
        std::set<std::string> told;
        for (const auto& message : bus_.messages) {
            if (message.key.ends_with("-health")) continue;
            told.insert(message.key);
        }
        CHECK(told == messages);
        CHECK(bus_.by_key("certified").size() == certificates.size());
        const auto counts = hub_.ledger().outbox_counts().value();
        CHECK(counts.ready + counts.waiting + counts.held == 0);
        const auto states = hub_.ledger().kiosks().value();
        for (const auto& state : states) {
            CHECK(state.missing_count == 0);
            CHECK(state.lost.empty());
            CHECK(state.held == 0);
        }
        for (const auto& kiosk : kiosks_) CHECK(kiosk.open_exports().empty());
        std::set<TrueConflict> found;
        const auto conflicts = hub_.ledger().conflicts(true).value();
        for (const auto& conflict : conflicts)
            found.emplace(conflict.kind, conflict.kiosk_one, conflict.kiosk_other);
        CHECK(found == true_conflicts());
        WARN(kiosks_.size() << " kiosks (" << kiosks_.size() - places_.size() << " set up anew), "
                            << certificates.size() << " certificates, " << bus_.messages.size()
                            << " messages sent of " << told.size() << ", sticks lost " << lost_
                            << ", twice " << twice_ << ", conflicts " << found.size());
        CHECK(lost_ > 0);
        CHECK(twice_ > 0);
        CHECK(found.size() > 1);
    }

  private:
    struct Signed {
        std::string kiosk, code, name;
        int dose;
    };

    int roll(int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice_); }

    std::size_t set_up() {
        const auto number = static_cast<std::int64_t>(kiosks_.size());
        kiosks_.emplace_back(hub_.public_part(), "kiosk " + std::to_string(number),
                             10'000'000 * (number + 1));
        REQUIRE(hub_.ledger().enrol(kiosks_.back().public_part(), hub_morning));
        skew_.push_back((roll(7) - 3) * day_ms);
        return kiosks_.size() - 1;
    }

    UtcInstant clock_of(std::size_t kiosk, int day) {
        return {hub_morning.since_epoch_ms + day * day_ms + skew_[kiosk]};
    }

    void work(std::size_t place, int day) {
        const auto number = places_[place];
        for (int person = roll(3); person >= 0; --person) serve(number, day);
        const int fate = roll(20);
        if (fate < 6) bring(number, day, false);
        if (fate == 6) bring(number, day, true);
        if (fate == 7 && day > 5 && roll(4) == 0) {
            // Its disk is replaced: what it had was brought before, by hand.
            for (int visit = 0; visit < 2; ++visit) bring(number, day, false);
            places_[place] = set_up();
        }
    }

    void serve(std::size_t number, int day) {
        auto& kiosk = kiosks_[number];
        const auto at = clock_of(number, day);
        // Now and then somebody who was elsewhere before comes again.
        Vaccination person{"P-" + std::to_string(next_person_++), "Person", 1, "", {}};
        if (!signed_.empty() && roll(40) == 0) {
            const auto& known =
                signed_[static_cast<std::size_t>(roll(static_cast<int>(signed_.size())))];
            person.code = known.code;
            person.name = roll(2) == 0 ? known.name : known.name + " Other";
            person.dose = known.dose + (known.kiosk == kiosk.id() ? 1 : roll(2));
        }
        const auto id = kiosk.sign(person, at);
        signed_.push_back({kiosk.id(), person.code, person.name, person.dose});
        kiosk.print_last(at);
        if (roll(50) == 0) kiosk.revoke({id}, at);
    }

    /// A stick with all that has no receipt; it may get lost on the way there or back.
    void bring(std::size_t number, int day, bool is_lost) {
        auto& kiosk = kiosks_[number];
        kiosk.begin_export();
        std::vector<Bytes> stick;
        for (const auto each : kiosk.open_exports())
            stick.push_back(kiosk.file_of(each, clock_of(number, day)));
        if (is_lost && roll(2) == 0) {
            ++lost_;
            return;
        }
        std::shuffle(stick.begin(), stick.end(), dice_);
        if (!stick.empty() && roll(5) == 0) {
            stick.push_back(stick.front());
            ++twice_;
        }
        for (const auto& file : stick) REQUIRE(hub_.desk().take(file, clock_of(number, day)));
        if (is_lost) {
            ++lost_;
            return;
        }
        const auto receipt = hub_.desk().receipt_for(kiosk.id(), hub_morning).value();
        if (!receipt.empty()) kiosk.take_receipt(receipt);
    }

    void produce(int day) {
        if (roll(4) == 0) bus_.fails_with = Error{Errc::Unavailable, 0, "test"};
        if (roll(4) == 0) bus_.loses_answer = true;
        while (!hub_.desk().produce(bus_, {hub_morning.since_epoch_ms + day * day_ms})) {
        }
        bus_.loses_answer = false;
        bus_.fails_with.reset();
    }

    std::set<TrueConflict> true_conflicts() const {
        std::map<std::string, std::vector<const Signed*>> people;
        for (const auto& each : signed_) people[each.code].push_back(&each);
        std::set<TrueConflict> conflicts;
        for (const auto& [code, certificates] : people)
            for (const auto* one : certificates)
                for (const auto* other : certificates) {
                    if (!(one->kiosk < other->kiosk)) continue;
                    if (one->dose == other->dose)
                        conflicts.emplace(ConflictKind::EventTwice, one->kiosk, other->kiosk);
                    if (one->name != other->name)
                        conflicts.emplace(ConflictKind::NameDiffers, one->kiosk, other->kiosk);
                }
        return conflicts;
    }

    TestHub hub_;
    int days_;
    std::mt19937 dice_;
    MemoryBus bus_;
    std::vector<SimulatedKiosk> kiosks_;
    std::vector<std::size_t> places_;  // which kiosk stands there now
    std::vector<std::int64_t> skew_;
    std::vector<Signed> signed_;
    int next_person_ = 1, lost_ = 0, twice_ = 0;
};

}  // namespace

TEST_CASE("hub: after weeks of a country the hub knows what happened", "[hub][simulation]") {
    const TemporaryFolder folder;
    Country country(folder.path().string(), setting("OUTPOST_SIMULATION_KIOSKS", 100),
                    setting("OUTPOST_SIMULATION_DAYS", 30));
    country.live();
    country.compare();
}
