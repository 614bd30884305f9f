// What this kiosk trusts: issuers' verification methods, loaded once, immutable.
#pragma once

#include "core/base/time.h"
#include "core/crypto/public_key.h"

#include <map>
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
    bool revoked = false;    // withdrawn by its controller
    bool published = false;  // its private half is public knowledge
};

/// Where the snapshot came from and how old it is.
struct TrustOrigin {
    std::string bundle_id;  // SHA-256 of the bundle, hex; empty for loose key files
    std::uint64_t sequence = 0;
    std::optional<UtcInstant> issued_at;
    std::optional<UtcInstant> expires_at;
};

/// Immutable; share it as shared_ptr<const TrustSnapshot> and swap it whole.
class TrustSnapshot {
  public:
    TrustSnapshot(std::vector<VerificationMethod> methods, TrustOrigin origin);

    /// Every method under that id, rotation included; empty when the id is not known.
    [[nodiscard]] std::span<const VerificationMethod> find(std::string_view id) const;
    [[nodiscard]] std::span<const VerificationMethod> methods() const { return methods_; }
    [[nodiscard]] const TrustOrigin& origin() const { return origin_; }

  private:
    std::vector<VerificationMethod> methods_;  // sorted by id
    TrustOrigin origin_;
};

}  // namespace outpost::trust
