// What a bundle carries besides keys: files by kind, name and digest.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/digest.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

inline constexpr std::size_t bundle_parts_max = 1000;
inline constexpr std::size_t part_name_bytes_max = 200;
inline constexpr std::uint64_t part_bytes_max = 64 * 1024 * 1024;

enum class PartKind : std::uint8_t {
    Revocations,  // a revocation list (docs/formats/revocation-list.md)
    Policy,       // the policy file
    Profile,      // one file of a profile folder: "vaccination/profile.toml"
    Message,      // a notice for the people who look after the kiosk, plain text
};

inline constexpr std::array<std::string_view, 4> part_kind_names = {"revocations", "policy",
                                                                    "profile", "message"};

std::string_view part_kind_name(PartKind kind);

/// Parts are told apart by kind and name.
struct PartName {
    PartKind kind = PartKind::Message;
    std::string name;
    bool operator==(const PartName&) const = default;
};

struct BundlePart {
    PartName name;
    std::uint64_t bytes = 0;
    crypto::Sha256Digest digest{};
    std::optional<Bytes> data;  // none: it travels beside the bundle, or the kiosk has it
};

/// A part with its content in it. @error BadValue (its name), TooLong
Result<BundlePart> make_part(PartName name, Bytes content);

/// True for content of that size and digest.
bool is_content_of(const BundlePart& part, ByteView content);

/// Letters, digits, '.', '_' and '-', no dot at the beginning, not empty: one word of a path.
bool is_plain_name(std::string_view text);

/// Of plain names; profile files have two to eight
/// such words with '/' between them, others have one.
bool is_part_name(const PartName& name);

/// The section `parts`, empty when it is absent.
/// @error BadSyntax, BadValue, TooLong, Unsupported (kind, member), Duplicate (kind and name
/// twice), BadChecksum (data of another size or digest)
Result<std::vector<BundlePart>> read_parts(const json::Value& root);

/// The section `removed`, empty when it is absent. @error as read_parts
Result<std::vector<PartName>> read_removed(const json::Value& root);

/// Write the sections; nothing for an empty list.
void write_parts(json::Writer& out, const std::vector<BundlePart>& parts);
void write_removed(json::Writer& out, const std::vector<PartName>& removed);

}  // namespace outpost::trust
