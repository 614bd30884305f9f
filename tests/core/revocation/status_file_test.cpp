// Status files: against a plain reference on random sets, and damaged in every way.
#include "core/revocation/status_file.h"

#include "core/crypto/digest.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <unordered_set>

using namespace outpost;
using namespace outpost::revocation;
using tests::outcome_of;

namespace {

StatusFileDates dates() {
    return {"moh", 7, UtcInstant{1'000'000}, UtcInstant{2'000'000}};
}

Result<StatusFile> open_copy(const Bytes& file) {
    const auto kept = std::make_shared<const Bytes>(file);
    return StatusFile::open(*kept, kept);
}

/// Several records an id, with and without dose and refId.
std::vector<StatusRecord> random_records(std::size_t count, std::mt19937_64& random) {
    std::vector<StatusRecord> records;
    for (std::size_t k = 0; k < count; ++k) {
        StatusRecord record;
        record.certificate_id = std::to_string(random() % (count * 4));
        if (random() % 2 == 0) record.dose = static_cast<std::int64_t>(random() % 3);
        if (random() % 2 == 0) record.ref_id = "ref-" + std::to_string(random() % 3);
        if (random() % 3 == 0) record.status = Status::Superseded;
        if (record.status == Status::Superseded) record.replacement_id = std::to_string(k);
        // Distinct instants: which of two equal ones counts is left open.
        record.revoked_at = UtcInstant{static_cast<std::int64_t>(k)};
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<StatusRecord> few_records() {
    StatusRecord one{"100", 1, "ref-1", Status::Revoked, "", UtcInstant{5}};
    StatusRecord two{"200", std::nullopt, "", Status::Superseded, "201", std::nullopt};
    return {one, two};
}

/// The header's digest made right again after a change.
void reseal(Bytes& file) {
    const auto digest = crypto::sha256(ByteView(file).first(240));
    std::copy(digest.begin(), digest.end(), file.begin() + 240);
}

void put_le(Bytes& file, std::size_t at, std::uint64_t value) {
    for (std::size_t k = 0; k < 8; ++k, value >>= 8U)
        file[at + k] = static_cast<std::uint8_t>(value);
}

}  // namespace

TEST_CASE("status file: answers as the list in memory does, on random sets", "[revocation]") {
    std::mt19937_64 random(20261123);
    for (const std::size_t count : {0U, 1U, 2U, 3U, 10U, 100U, 1000U, 20000U}) {
        const auto records = random_records(count, random);
        const StatusSnapshot reference(records, std::nullopt, std::nullopt);
        std::unordered_set<std::string> listed;
        for (const auto& record : records) listed.insert(record.certificate_id);
        const auto made = make_status_file(records, dates());
        REQUIRE(made);
        const auto file = open_copy(*made);
        REQUIRE(file);
        REQUIRE(file->check_whole());
        CHECK(file->size() == count);
        std::size_t wrong = 0;
        for (std::size_t k = 0; k < 4 * count + 50; ++k) {
            const auto id = std::to_string(k);
            const auto ref = "ref-" + std::to_string(random() % 4);
            const CertificateKey key{id, {static_cast<std::int64_t>(random() % 4)}, {ref}};
            const auto expected = reference.look_up(key);
            const auto actual = file->look_up(key);
            const bool same = expected.status == actual.status &&
                              expected.replacement_id == actual.replacement_id &&
                              expected.revoked_at == actual.revoked_at;
            if (!same || (actual.status == Status::NotListed) == listed.contains(id)) ++wrong;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("status file: the same bytes whatever the order", "[revocation]") {
    std::mt19937_64 random(1);
    auto records = random_records(500, random);
    const auto first = make_status_file(records, dates());
    std::shuffle(records.begin(), records.end(), random);
    REQUIRE(first);
    CHECK(*first == *make_status_file(records, dates()));
    const auto file = open_copy(*first);
    REQUIRE(file);
    CHECK(file->dates().list_id == "moh");
    CHECK(file->dates().sequence == 7);
    CHECK(file->issued_at() == UtcInstant{1'000'000});
    CHECK(file->next_update() == UtcInstant{2'000'000});
}

TEST_CASE("status file: the filter takes under two bytes an entry and hits rarely",
          "[revocation]") {
    std::vector<std::uint64_t> keys;
    std::mt19937_64 random(2);
    for (std::size_t k = 0; k < 100'000; ++k) keys.push_back(random());
    const auto filter = make_fuse_filter(keys);
    REQUIRE(filter);
    CHECK(filter->fingerprints.size() < keys.size() * 5 / 4);
    for (const auto key : keys) REQUIRE(may_contain(filter->shape, filter->fingerprints, key));
    std::size_t hits = 0;
    for (std::size_t k = 0; k < 100'000; ++k)
        if (may_contain(filter->shape, filter->fingerprints, random())) ++hits;
    CHECK(hits > 200);  // one in 256 is 390
    CHECK(hits < 600);
    keys.push_back(keys.front());
    CHECK(outcome_of(make_fuse_filter(keys)).starts_with("duplicate"));
}

TEST_CASE("status file: cut or changed in the header or the filter, it does not open",
          "[revocation]") {
    const auto made = make_status_file(few_records(), dates());
    REQUIRE(made);
    for (std::size_t length = 0; length < made->size(); ++length)
        CHECK_FALSE(open_copy(Bytes(made->begin(), made->begin() + std::ptrdiff_t(length))));
    auto longer = *made;
    longer.push_back(0);
    CHECK_FALSE(open_copy(longer));
    const auto entries_at = made->size() - 2 * status_file_entry_bytes - (16 + 5) - (16 + 3);
    for (std::size_t at = 0; at < entries_at; ++at) {
        auto changed = *made;
        changed[at] ^= 0x41;
        CHECK_FALSE(open_copy(changed));
    }
}

TEST_CASE("status file: damage behind the filter is found by the whole check", "[revocation]") {
    const auto made = make_status_file(few_records(), dates());
    REQUIRE(made);
    const auto entries_at = made->size() - 2 * status_file_entry_bytes - (16 + 5) - (16 + 3);
    for (std::size_t at = entries_at; at < made->size(); ++at) {
        auto changed = *made;
        changed[at] ^= 0x41;
        const auto file = open_copy(changed);
        REQUIRE(file);
        CHECK_FALSE(file->check_whole());
        (void)file->look_up({"100", {1}, {"ref-1"}});  // whatever it says, it stays in bounds
    }
    auto far = *made;  // both records lie beyond the file
    put_le(far, entries_at + 16, ~std::uint64_t{0});
    put_le(far, entries_at + 40, far.size());
    const auto file = open_copy(far);
    REQUIRE(file);
    CHECK(file->look_up({"100", {1}, {"ref-1"}}).status == Status::NotChecked);
    CHECK(file->look_up({"200", {}, {}}).status == Status::NotChecked);
}

TEST_CASE("status file: hostile headers with a right digest", "[revocation]") {
    const auto made = make_status_file(few_records(), dates());
    REQUIRE(made);
    const auto with = [&](std::size_t at, std::uint64_t value) {
        auto changed = *made;
        put_le(changed, at, value);
        reseal(changed);
        return open_copy(changed).has_value();
    };
    CHECK(with(16, 8));  // another sequence is no harm
    for (const std::uint64_t huge : {~std::uint64_t{0}, std::uint64_t{1} << 63U, std::uint64_t{3}})
        for (const std::size_t at : {40U, 56U, 64U, 72U, 80U, 88U, 96U, 104U})
            CHECK_FALSE(with(at, huge));
    CHECK_FALSE(with(80, status_file_header_bytes));  // entries over the filter
    CHECK_FALSE(with(32, 1));                         // next_update before issued_at
}

TEST_CASE("status file: what the writer refuses", "[revocation]") {
    auto records = few_records();
    records[0].dose = 1001;
    CHECK(outcome_of(make_status_file(records, dates())).starts_with("bad_value"));
    records[0].dose = 1;
    records[0].ref_id.assign(status_text_bytes_max + 1, 'x');
    CHECK(outcome_of(make_status_file(records, dates())).starts_with("too_long"));
    auto early = dates();
    early.next_update = early.issued_at;
    CHECK(outcome_of(make_status_file(few_records(), early)).starts_with("bad_value"));
}
