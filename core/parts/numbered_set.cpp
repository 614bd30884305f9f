#include "core/parts/numbered_set.h"

#include "core/base/check.h"

#include <algorithm>
#include <utility>

namespace outpost::parts {

namespace {

constexpr std::size_t variants_max = 2;
constexpr std::size_t given_out_max = 16;

std::uint8_t parity_of(ByteView bytes) {
    unsigned parity = 0;
    for (const auto byte : bytes) parity ^= byte;
    return static_cast<std::uint8_t>(parity);
}

}  // namespace

Absorbed NumberedSet::absorb(std::size_t index, ByteView part) {
    OUTPOST_CHECK(index < places_.size());
    auto& place = places_[index];
    const auto same = std::find_if(place.begin(), place.end(), [part](const Variant& variant) {
        return std::equal(variant.part.begin(), variant.part.end(), part.begin(), part.end());
    });
    if (same != place.end()) {
        std::rotate(place.begin(), same, same + 1);
        return Absorbed::Known;
    }
    const bool is_first = place.empty();
    place.insert(place.begin(), Variant{to_bytes(part), parity_of(part)});
    if (place.size() > variants_max) place.pop_back();
    if (!is_first) return Absorbed::Conflicting;
    ++have_;
    return Absorbed::New;
}

Bytes NumberedSet::joined(std::size_t exchanged) const {
    OUTPOST_CHECK(is_full());
    Bytes message;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto& part = places_[i][i == exchanged ? 1 : 0].part;
        message.insert(message.end(), part.begin(), part.end());
    }
    return message;
}

Bytes NumberedSet::newest() const {
    return joined(no_exchange);
}

std::optional<Bytes> NumberedSet::with_parity(std::uint8_t parity) const {
    OUTPOST_CHECK(is_full());
    unsigned rest = parity;
    for (const auto& place : places_) rest ^= place.front().parity;
    if (rest == 0) return newest();
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto& place = places_[i];
        if (place.size() > 1 && (place[0].parity ^ place[1].parity) == rest) return joined(i);
    }
    return std::nullopt;
}

bool NumberedSet::is_given_out_first(ByteView message) {
    const auto digest = crypto::sha256(message);
    if (std::find(given_out_.begin(), given_out_.end(), digest) != given_out_.end()) return false;
    if (given_out_.size() == given_out_max) given_out_.erase(given_out_.begin());
    given_out_.push_back(digest);
    return true;
}

}  // namespace outpost::parts
