// A part is read once before it is installed, so that nothing unusable ever comes into force.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/trust/bundle_part.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace outpost::sync {

inline constexpr std::size_t message_bytes_max = 4096;

/// Gives a part's content; its size and digest are right. @error NotFound, Io
using ReadPart = std::function<Result<Bytes>(const trust::BundlePart&)>;

/// Whether the kiosk could use the parts: lists and policies are parsed, profiles loaded whole.
/// @param unusable  the part at fault, when there is one
/// @error those of the formats; Duplicate (two policies), BadValue (a profile with faults, a
/// message that cannot be shown)
Result<void> check_parts(const std::vector<trust::BundlePart>& parts, const ReadPart& read,
                         trust::PartName& unusable);

/// The names of the profiles that have files among the parts, sorted.
std::vector<std::string> profile_names(const std::vector<trust::BundlePart>& parts);

}  // namespace outpost::sync
