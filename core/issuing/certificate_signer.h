// From a checked request to a signed credential and the bytes of its symbol; each one is verified
// before it leaves (divoc.md-compatible: docs/formats/divoc.md, docs/formats/profile.md).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/signing_key.h"
#include "core/json/value.h"
#include "core/profile/profile.h"
#include "core/proof/key_file.h"
#include "core/rdf/context_set.h"
#include "core/rdf/processor.h"
#include "core/verify/verifier.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace outpost::issuing {

/// Length of the certificate ids that are given out; what the size before signing is reckoned with.
inline constexpr std::size_t certificate_id_chars = 12;

/// What one certificate is made from.
struct CredentialRequest {
    const profile::RequestKind* kind = nullptr;
    const json::Value* item = nullptr;  // checked and normalised
    std::string_view certificate_id;
    UtcInstant issued_at;  // issuanceDate; the proof's `created` is its whole second
};

/// One issuer's key and profile. Not for use by two threads at once. The key and the profile
/// outlive it.
class CertificateSigner {
  public:
    /// @param contexts  the shipped set and the profile's own
    /// @error KeyPublished, BadKey, BadValue (the key's id is no absolute IRI)
    static Result<CertificateSigner> make(const profile::Profile& profile,
                                          const crypto::SigningKey& key,
                                          const proof::KeyFile& key_file,
                                          std::shared_ptr<const rdf::ContextSet> contexts);

    /// The signed credential as compact JSON, members in the template's order, `proof` last:
    /// these bytes go into the zip. evidence[0].id carries the claim-binding digest. The verifier
    /// has proven it, and found no reason against it, when this returns.
    /// @error those of the template; BadValue (the id is not of letters, digits and '-');
    ///        UnmappedMember (a member would not be signed); BadSignature
    ///        (the verifier did not accept it: `what` names the finding)
    Result<std::string> sign(const CredentialRequest& request);

    /// Proves a credential that this key signed before: what leaves a second time is checked again.
    /// @error BadSignature
    Result<void> prove(std::string_view credential_json, UtcInstant issued_at) {
        return check(credential_json, issued_at);
    }

    /// Bytes of the symbol's payload at most, without signing: a certificate with an id and a
    /// signature of the same length that do not compress.
    /// @error as sign()
    Result<std::size_t> payload_bytes_max(const profile::RequestKind& kind, const json::Value& item,
                                          UtcInstant at, PayloadForm form);

    [[nodiscard]] const std::string& verification_method() const { return verification_method_; }

  private:
    CertificateSigner(const profile::Profile& profile, const crypto::SigningKey& key,
                      std::string verification_method, verify::VerifierSettings settings);

    /// A filled template: its text with marks where id and digest will stand.
    struct Draft {
        std::string made_from;  // kind, instant and item; empty: there is none
        std::string text, id_mark, digest_mark;
    };

    Result<void> make_draft(const profile::RequestKind& kind, const json::Value& item,
                            UtcInstant issued_at);
    Result<std::string> unsigned_credential(const CredentialRequest& request);
    Result<void> check(std::string_view credential_json, UtcInstant at);

    const profile::Profile* profile_;
    const crypto::SigningKey* key_;
    std::string verification_method_;
    rdf::Processor processor_;
    verify::Verifier verifier_;
    Draft draft_;  // of payload_bytes_max(), for the sign() that follows
};

}  // namespace outpost::issuing
