#include "core/parts/fountain_set.h"

#include "core/base/check.h"
#include "core/parts/crc32.h"
#include "core/parts/xor_bytes.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace outpost::parts {

namespace {

constexpr std::size_t word_bits = 64;

bool has_bit(const std::vector<std::uint64_t>& mask, std::size_t index) {
    return (mask[index / word_bits] >> (index % word_bits) & 1U) != 0;
}

std::optional<std::size_t> lowest_bit(const std::vector<std::uint64_t>& mask) {
    for (std::size_t word = 0; word < mask.size(); ++word) {
        if (mask[word] == 0) continue;
        return word * word_bits + static_cast<std::size_t>(std::countr_zero(mask[word]));
    }
    return std::nullopt;
}

}  // namespace

FountainKey key_of(const UrPart& part) {
    return {part.count, part.message_bytes, part.checksum, part.fragment.size()};
}

FountainSet::FountainSet(const FountainKey& key)
    : key_(key), chooser_(key.count), rows_(key.count) {}

FountainSet::Row FountainSet::row_of(const UrPart& part) const {
    Row row;
    row.mask.resize((key_.count + word_bits - 1) / word_bits, 0);
    row.data = part.fragment;
    for (const auto index : chooser_.choose(part.number, part.checksum)) {
        // A row that is solved for one fragment has no other solved one in it, so adding it can
        // not bring back what an earlier addition took out.
        if (!rows_[index].data.empty()) add(row, rows_[index]);
        row.mask[index / word_bits] ^= std::uint64_t{1} << (index % word_bits);
    }
    return row;
}

void FountainSet::add(Row& row, const Row& other) {
    for (std::size_t i = 0; i < row.mask.size(); ++i) row.mask[i] ^= other.mask[i];
    xor_bytes(row.data, other.data);
}

Absorbed FountainSet::absorb(const UrPart& part) {
    OUTPOST_CHECK(key_of(part) == key_);
    if (is_full()) return Absorbed::Known;
    auto row = row_of(part);
    const auto solved_for = lowest_bit(row.mask);
    if (!solved_for) {
        const bool is_same = std::all_of(row.data.begin(), row.data.end(),
                                         [](std::uint8_t byte) { return byte == 0; });
        return is_same ? Absorbed::Known : Absorbed::Conflicting;
    }
    for (auto& other : rows_)
        if (!other.data.empty() && has_bit(other.mask, *solved_for)) add(other, row);
    rows_[*solved_for] = std::move(row);
    ++have_;
    return Absorbed::New;
}

Result<Bytes> FountainSet::message() const {
    OUTPOST_CHECK(is_full() && !is_given_out_);
    Bytes message;
    message.reserve(key_.count * key_.fragment_bytes);
    for (const auto& row : rows_) message.insert(message.end(), row.data.begin(), row.data.end());
    OUTPOST_CHECK(message.size() >= key_.message_bytes);
    message.resize(key_.message_bytes);
    if (crc32(message) != key_.checksum) return Error{Errc::BadChecksum, 0, "joined message"};
    return message;
}

void FountainSet::restart() {
    rows_.assign(key_.count, Row{});
    have_ = 0;
}

void FountainSet::give_out() {
    OUTPOST_CHECK(is_full());
    rows_ = {};
    is_given_out_ = true;
}

}  // namespace outpost::parts
