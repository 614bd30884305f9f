// Messages and symbols for the tests of parts.
#pragma once

#include "core/parts/fragment_chooser.h"
#include "core/parts/part_collector.h"
#include "tests/support/vectors.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

/// The bytes that the reference implementation's tests make from a word.
inline Bytes drawn_bytes(std::size_t count, std::string_view seed = "Wolf") {
    parts::Xoshiro256 random(as_bytes(seed));
    Bytes out(count);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random.next_below(256));
    return out;
}

inline parts::Offer offer_text(parts::PartCollector& collector, std::string_view text,
                               std::int64_t now_ms = 0) {
    return collector.offer(as_bytes(text), std::nullopt, now_ms);
}

/// "not a part", "2/9", "2/9 new", the joined message as "= " and its text, or "bad_value".
inline std::string told(const parts::Offer& offer) {
    if (std::holds_alternative<parts::NotAPart>(offer)) return "not a part";
    if (const auto* error = std::get_if<Error>(&offer)) return std::string(code_name(error->code));
    if (const auto* joined = std::get_if<parts::JoinedMessage>(&offer))
        return "= " + std::string(as_text(joined->message));
    const auto& progress = std::get<parts::PartProgress>(offer);
    return std::to_string(progress.have) + "/" + std::to_string(progress.of) +
           (progress.is_new ? " new" : "");
}

}  // namespace outpost::tests
