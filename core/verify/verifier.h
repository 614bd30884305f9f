// The one verification pipeline: one order of checks, all findings collected.
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/credential/credential.h"
#include "core/formats/recognise.h"
#include "core/proof/proof.h"
#include "core/rdf/context_set.h"
#include "core/rdf/processor.h"
#include "core/revocation/status.h"
#include "core/trust/snapshot.h"
#include "core/verify/findings.h"
#include "core/verify/products.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::verify {

enum class ProofState : std::uint8_t {
    Proven,      // the suite's whole check passed: header, purpose, options, mapping, signature
    Failed,      // one of those did not
    NotChecked,  // no usable key, a refused context, or a limit
};

std::string_view proof_state_name(ProofState state);

/// Microseconds; zero where no clock was given.
struct Timings {
    std::int64_t parse_us = 0;
    std::int64_t canonicalize_us = 0;
    std::int64_t signature_us = 0;
};

struct ListDates {
    std::optional<UtcInstant> issued_at;
    std::optional<UtcInstant> next_update;
};

/// How old the data was that a proven certificate was looked up in. What comes of it is the
/// policy's.
struct DataDates {
    std::optional<UtcInstant> trust_issued_at;  // loose key files have none
    std::vector<ListDates> revocations;         // of each list that was asked
};

/// What was found out about one payload. The verdict is the policy's (core/policy).
struct Verification {
    credential::Format format = credential::Format::None;
    ProofState proof = ProofState::NotChecked;
    std::vector<Finding> findings;
    std::optional<credential::VerifiedCredential> credential;  // only when Proven
    std::string issuer;  // as the document names it; not proven unless proof is
    std::string key;     // verification method of the proof
    DataDates dates;     // of a proven one
    Timings timings;

    [[nodiscard]] bool has(FindingCode code) const;
};

/// Snapshots and settings; the pointers are shared and immutable.
struct VerifierSettings {
    std::shared_ptr<const rdf::ContextSet> contexts;
    std::shared_ptr<const trust::TrustSnapshot> trust;
    std::vector<std::shared_ptr<const revocation::StatusSource>> revocations;
    std::shared_ptr<const ProductTable> products;  // null: the shipped table
    bool allow_published_keys = false;
    std::int64_t (*monotonic_us)() = nullptr;  // for Timings; core has no clock of its own
};

/// Checks payloads against one set of snapshots. Not for use by two threads at once: each worker
/// has its own.
class Verifier {
  public:
    explicit Verifier(VerifierSettings settings);

    /// Bytes of a symbol or file in, everything that can be said of them out. Never fails: what
    /// goes wrong is a finding. Cost is bounded by the limits of the modules below.
    /// @param at  the instant for which the answer holds
    [[nodiscard]] Verification verify(ByteView payload, UtcInstant at);

  private:
    void compile_contexts();
    void compile_contexts_of(std::string_view text);
    void check_document(credential::UnverifiedCredential credential, UtcInstant at,
                        Verification& result);
    /// What was signed, when the whole check passed; else result says why not.
    std::optional<proof::SignedBytes> check_proof(const json::Value& document,
                                                  const proof::ProofRecord& proof, UtcInstant at,
                                                  Verification& result);
    void bind_claims(const rdf::MappingReport& report, bool signs_json_text, Verification& result);
    void read_divoc(bool has_binding_digest, Verification& result);
    void check_time(UtcInstant at, Verification& result) const;
    void check_revocation(Verification& result) const;
    [[nodiscard]] std::int64_t now_us() const;

    VerifierSettings settings_;
    rdf::Processor processor_;
};

}  // namespace outpost::verify
