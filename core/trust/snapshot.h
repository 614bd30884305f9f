// What this kiosk trusts: issuers' verification methods, loaded once, immutable.
#pragma once

#include "core/base/time.h"
#include "core/crypto/public_key.h"
#include "core/trust/withdrawal.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

/// A public key with what it may be used for.
struct VerificationMethod {
    std::string id;          // what proof.verificationMethod must equal
    std::string controller;  // who may change it; empty when the source names none
    std::string name;        // for people: "Ministry of Health, Utopia"; may be empty
    crypto::PublicKey key;
    std::vector<std::string> issuers;   // values of `issuer` it may sign for; empty: any
    std::vector<std::string> contexts;  // context URLs it may sign under; empty: any in the set
    std::vector<std::string> purposes;  // proof purposes; empty: assertionMethod
    std::optional<UtcInstant> not_before;
    std::optional<UtcInstant> not_after;
    bool revoked = false;                            // withdrawn by its controller
    bool published = false;                          // its private half is public knowledge
    std::shared_ptr<const Withdrawal> withdrawal{};  // of a revoked one; null: all that it signed
};

/// Where the snapshot came from and how old it is.
struct TrustOrigin {
    std::string bundle_id;  // SHA-256 of the bundle, hex; empty for loose key files
    std::uint64_t sequence = 0;
    std::optional<UtcInstant> issued_at;
    std::optional<UtcInstant> expires_at;
};

/// What the dates of a bundle say at one moment. A kiosk stays on for months: ask anew each time.
enum class TrustAge : std::uint8_t {
    Unknown,  // loose key files: nobody says how old they are
    Current,
    NotYet,   // issued later than this moment: the bundle or the clock is wrong
    Expired,  // past expires_at: findings, never a silent stop
};

TrustAge age_of(const TrustOrigin& origin, UtcInstant at);

/// Immutable; share it as shared_ptr<const TrustSnapshot> and swap it whole.
class TrustSnapshot {
  public:
    /// Sorts by id, keeps the given order within one id, drops exact repetitions, and marks
    /// published keys. A key that one entry under an id withdraws is withdrawn in all of them, and
    /// of two withdrawals what both leave is left.
    TrustSnapshot(std::vector<VerificationMethod> methods, TrustOrigin origin);

    /// Every method under that id, rotation included; empty when the id is not known.
    [[nodiscard]] std::span<const VerificationMethod> find(std::string_view id) const;
    [[nodiscard]] std::span<const VerificationMethod> methods() const { return methods_; }
    [[nodiscard]] const TrustOrigin& origin() const { return origin_; }

  private:
    std::vector<VerificationMethod> methods_;  // sorted by id
    TrustOrigin origin_;
};

/// A method with nothing but its id and key: any issuer, any context, no period.
VerificationMethod method_of(std::string id, crypto::PublicKey key);

/// Trust in one method alone, of unknown age.
std::shared_ptr<const TrustSnapshot> trust_in_one(VerificationMethod method);

/// One snapshot of several sources. Loose keys bring no dates; of two bundles the older issued_at
/// and the earlier expires_at count, the sequence is 0 and the id is a digest over both ids.
TrustSnapshot merge_snapshots(std::span<const TrustSnapshot> sources);

/// True inside [not_before, not_after]; says nothing about `revoked`.
bool is_current(const VerificationMethod& method, UtcInstant at);

}  // namespace outpost::trust
