// Who may sign bundles: root keys, what each may change, and how many must agree.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/trust/minisign.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace outpost::trust {

/// What a root key may sign. A key that may bring revocation lists cannot change the keys.
enum class RootPurpose : std::uint8_t { Keys, Roots, Revocations, Policy, Profile, Message };

inline constexpr std::array<std::string_view, 6> root_purpose_names = {
    "keys", "roots", "revocations", "policy", "profile", "message"};

std::string_view root_purpose_name(RootPurpose purpose);

struct RootKey {
    MinisignPublicKey key;
    std::vector<RootPurpose> purposes;  // empty: all
    std::optional<UtcInstant> not_after;
};

struct RootSet {
    std::size_t threshold = 1;  // keys that must have signed, each entitled to what is signed
    std::vector<RootKey> keys;
};

/// Keys without limits, one of which is enough: a root file.
RootSet root_set_of(std::span<const MinisignPublicKey> keys);

/// The section `roots`: {"threshold", "keys": [{"key", "purposes", "not_after"}]}.
/// @error BadSyntax, BadValue (threshold, an empty list, a set that no longer could sign a next
/// one), Unsupported (member, purpose), Duplicate, TooLong, and those of parse_minisign_public_key
Result<RootSet> read_root_set(const json::Value& object);
void write_root_set(json::Writer& out, const RootSet& roots);

/// The signatures of one content, by the keys of a set.
struct SignersFound {
    std::vector<std::size_t> keys;  // of the set, whose signatures hold and who are in their time
    bool is_forged = false;         // one names a key of the set, and does not hold
    bool has_expired = false;       // one holds, but its key is past its end
};

SignersFound find_signers(ByteView content, std::span<const MinisignSignature> signatures,
                          const RootSet& roots, UtcInstant at);

/// True when enough of the signers may sign for the purpose.
bool may_sign(const RootSet& roots, const SignersFound& signers, RootPurpose purpose);

}  // namespace outpost::trust
