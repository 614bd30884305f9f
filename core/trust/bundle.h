// The trust bundle: one JSON document, signed in minisign's format (docs/formats/trust-bundle.md).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/trust/bundle_part.h"
#include "core/trust/minisign.h"
#include "core/trust/root_set.h"
#include "core/trust/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

inline constexpr std::int64_t bundle_version = 1;
inline constexpr std::size_t bundle_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t bundle_issuers_max = 1000;
inline constexpr std::size_t bundle_keys_max = 10000;
inline constexpr std::size_t bundle_keys_per_id_max = 64;
inline constexpr std::size_t bundle_sections_max = 64;

/// A bundle's content. In memory it says nothing about who signed it; TrustSnapshot does.
struct Bundle {
    std::string name;  // for people; may be empty
    TrustOrigin origin;
    std::vector<VerificationMethod> methods;  // in the file's order
    bool has_issuers = true;                  // false: a delta that leaves the keys as they are
    std::string base;  // of a delta: id of the bundle that it continues; else empty
    std::vector<BundlePart> parts;
    std::vector<PartName> removed;         // parts of the base that are no more; only in a delta
    std::optional<RootSet> roots;          // who signs from now on; none: as before
    std::vector<std::string> passed_over;  // non-critical sections that we do not know
};

/// Reads the document, signature unseen: for making and inspecting. An unknown section is refused
/// unless the document lists it in `non_critical`; an unknown member elsewhere always is.
/// @error Unsupported (version, section, member), Duplicate (a key or an issuer twice),
/// BadValue, TooLong, and those of json::read and parse_method
Result<Bundle> parse_bundle(ByteView bundle);

/// What a bundle touches: a root must be entitled to all of it.
std::vector<RootPurpose> purposes_of(const Bundle& bundle);

/// Checks the signature over exactly these bytes, then reads them. Dates are kept, not judged: ask
/// age_of() with the moment of use. One signature by any of the roots is enough.
/// @error NotFound      none of the roots has a key id that signed
/// @error BadSignature  the signature or its comment's does not hold
/// @error those of parse_minisign_signatures and parse_bundle
Result<Bundle> open_whole_bundle(ByteView bundle, std::string_view minisig,
                                 std::span<const MinisignPublicKey> roots);

/// As open_whole_bundle(), of a bundle that is complete in itself and has keys only.
/// @error Unsupported (a delta)
Result<TrustSnapshot> open_bundle(ByteView bundle, std::string_view minisig,
                                  std::span<const MinisignPublicKey> roots);

/// Writes the document; sequence, issued_at and expires_at come from origin. What it returns,
/// parse_bundle takes. @error those of parse_bundle; BadValue (no issued_at)
Result<std::string> write_bundle(const Bundle& bundle);

}  // namespace outpost::trust
