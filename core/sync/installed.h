// What was imported: the list of it that a trust folder keeps (docs/formats/trust-folder.md).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/trust/root_set.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::sync {

inline constexpr std::int64_t installed_version = 1;
inline constexpr std::size_t installed_bytes_max = 64 * 1024;
/// A full bundle and the deltas on it.
inline constexpr std::size_t bundles_in_chain_max = 32;

/// One state of the trust data that was in force.
struct Generation {
    std::uint64_t sequence = 0;
    UtcInstant imported_at;
    std::vector<std::string> bundles;  // ids: a full bundle, then deltas, each on the one before
};

/// What went up never comes down: `sequence_floor`, `signed_floor` and the roots stay when the
/// previous generation is restored.
struct Installed {
    std::uint64_t sequence_floor = 0;
    UtcInstant signed_floor;  // the newest issued_at of any bundle
    trust::RootSet roots;
    Generation current;
    std::optional<Generation> previous;
};

/// @error those of json::read and trust::read_root_set; BadSyntax, BadValue, Unsupported (version,
/// member)
Result<Installed> parse_installed(std::string_view json_text);
std::string write_installed(const Installed& installed);

/// A SHA-256 in its one spelling as hexadecimal digits: it names bundles and parts.
bool is_digest_name(std::string_view text);

/// Paths within a trust folder.
std::string installed_path(const std::string& folder);
std::string bundle_path(const std::string& folder, const std::string& bundle_id);
std::string part_path(const std::string& folder, std::string_view digest_hex);

}  // namespace outpost::sync
