// From a code's payload to what the screens show of its check.
#pragma once

#include "core/base/bytes.h"
#include "core/crypto/secret_bytes.h"
#include "core/names/name_folder.h"
#include "core/policy/policy.h"
#include "core/ports/clock.h"
#include "core/ports/random.h"
#include "core/verify/verifier.h"
#include "firmware-app/session/facts.h"
#include "firmware-app/station/check_setup.h"

#include <memory>
#include <string>

namespace outpost::kiosk {

/// Checks payloads for the purpose in force. For one thread.
class Checking {
  public:
    /// @error Unavailable (Unicode data of names)
    static Result<std::unique_ptr<Checking>> make(station::CheckSetup setup, const Clock& clock,
                                                  Random& random);

    /// Everything personal in the outcome is proven by the signature.
    session::CheckOutcome check(ByteView payload);
    /// False when the policy has no such purpose; the one before stays.
    bool use_purpose(const std::string& purpose);
    [[nodiscard]] const station::CheckSetup& setup() const { return setup_; }

  private:
    Checking(station::CheckSetup setup, const Clock& clock, names::NameFolder folder);
    void tell_person(const credential::VerifiedCredential& credential,
                     session::CheckOutcome& outcome) const;

    station::CheckSetup setup_;
    const Clock& clock_;
    verify::Verifier verifier_;
    names::NameFolder folder_;
    crypto::SecretBytes person_key_;  // new at each start: digests are good for one run
};

}  // namespace outpost::kiosk
