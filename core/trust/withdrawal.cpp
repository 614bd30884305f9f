#include "core/trust/withdrawal.h"

#include "core/bytes/base64.h"
#include "core/crypto/digest.h"

#include <algorithm>
#include <iterator>

namespace outpost::trust {

namespace {

constexpr std::size_t mark_bytes = std::tuple_size_v<SignatureMark>;
constexpr std::size_t text_chars_max = (kept_signatures_max * mark_bytes + 2) / 3 * 4;

}  // namespace

SignatureMark mark_of(ByteView signature) {
    const auto digest = crypto::sha256(signature);
    SignatureMark mark{};
    std::copy_n(digest.begin(), mark.size(), mark.begin());
    return mark;
}

bool Withdrawal::keeps(ByteView signature) const {
    return std::binary_search(kept.begin(), kept.end(), mark_of(signature));
}

Withdrawal stricter_of(const Withdrawal& one, const Withdrawal& other) {
    Withdrawal both;
    both.from = std::min(one.from, other.from);
    std::set_intersection(one.kept.begin(), one.kept.end(), other.kept.begin(), other.kept.end(),
                          std::back_inserter(both.kept));
    return both;
}

std::string kept_text(std::span<const SignatureMark> kept) {
    Bytes all;
    all.reserve(kept.size() * mark_bytes);
    for (const auto& mark : kept) all.insert(all.end(), mark.begin(), mark.end());
    return bytes::encode_base64(all);
}

Result<std::vector<SignatureMark>> read_kept(std::string_view text) {
    if (text.size() > text_chars_max) return Error{Errc::TooLong, text_chars_max, "kept"};
    const auto all = bytes::decode_base64(text, text_chars_max);
    if (!all || all->size() % mark_bytes != 0) return Error{Errc::BadValue, 0, "kept"};
    std::vector<SignatureMark> kept(all->size() / mark_bytes);
    for (std::size_t at = 0; at < kept.size(); ++at)
        std::copy_n(all->begin() + static_cast<std::ptrdiff_t>(at * mark_bytes), mark_bytes,
                    kept[at].begin());
    if (kept.size() > kept_signatures_max) return Error{Errc::TooLong, kept_signatures_max, "kept"};
    const auto not_ascending = std::adjacent_find(
        kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a >= b; });
    if (not_ascending != kept.end()) return Error{Errc::BadValue, 0, "order of kept"};
    return kept;
}

}  // namespace outpost::trust
