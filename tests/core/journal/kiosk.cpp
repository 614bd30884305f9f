#include "tests/core/journal/kiosk.h"

#include <catch2/catch.hpp>

#include <utility>

namespace outpost::tests {

crypto::SecretBytes person_key(std::uint8_t value) {
    return crypto::SecretBytes::copy_of(Bytes(journal::person_key_bytes, value));
}

Kiosk::Kiosk(std::string folder, std::string machine, FaultVfs* faults)
    : folder_(std::move(folder)),
      machine_(std::move(machine)),
      own_faults_(faults == nullptr ? std::make_unique<FaultVfs>(no_fault) : nullptr),
      faults_(faults == nullptr ? *own_faults_ : *faults),
      fault_calls_(faults_),
      files_(fault_calls_) {}

Result<void> Kiosk::open(UtcInstant now) {
    close();
    OUTPOST_TRY(database_, SqliteDatabase::open(database_path(), faults_.name()));
    OUTPOST_TRY(journal_, journal::Journal::open(*database_, person_key(),
                                                 {&folders_, &files_, folder_, machine_}, now));
    return {};
}

void Kiosk::start() {
    REQUIRE(open());
    const auto standstill = journal_->begin_issuing(first_morning);
    REQUIRE(standstill);
    if (*standstill == journal::Standstill::NoBlock)
        REQUIRE(journal_->assign_block(journal::block_of_kiosk(3).value(), first_morning));
    else
        REQUIRE(*standstill == journal::Standstill::None);
}

void Kiosk::close() {
    journal_.reset();
    database_.reset();
}

journal::NewOrder order_of(std::string_view code, std::string_view content, std::int64_t dose) {
    journal::NewOrder order;
    order.key = {code, "programme", dose};
    order.content = content;
    order.kind = "certify-v3";
    order.request_json = R"({"a":1})";
    order.request_name = "today.json";
    order.at = first_morning;
    return order;
}

journal::Order issue(journal::Journal& journal, const journal::NewOrder& order) {
    auto reservation = journal.reserve(order);
    REQUIRE(reservation);
    REQUIRE(reservation->outcome == journal::Outcome::New);
    const auto number = reservation->order.number;
    REQUIRE(journal.record_signed(number, R"({"signed":1})", "did:example:key", order.at));
    REQUIRE(journal.record_rendered(number, order.at));
    return std::move(reservation->order);
}

std::vector<std::string> entry_kinds(journal::Journal& journal) {
    std::vector<std::string> kinds;
    REQUIRE(journal.entries(1, [&](const journal::Entry& entry) {
        kinds.push_back(entry.kind);
        return true;
    }));
    return kinds;
}

}  // namespace outpost::tests
