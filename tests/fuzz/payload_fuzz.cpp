// The whole way from a symbol's bytes to a decision: nothing but a proven certificate is accepted.
#include "core/policy/policy.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/verifying.h"

using namespace outpost;

namespace {

verify::Verifier& verifier() {
    static verify::Verifier one(tests::settings_with(tests::trust_in({tests::method_of(
        "did:india",
        crypto::PublicKey::from_base58("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z").value())})));
    return one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto at = parse_rfc3339("2026-01-01T00:00:00Z").value();
    const auto verification = verifier().verify({data, size}, at);
    const auto decision = policy::decide(verification, policy::built_in_policy(), {}, at);
    OUTPOST_CHECK(verification.credential.has_value() ==
                  (verification.proof == verify::ProofState::Proven));
    if (decision.verdict == policy::Verdict::Accepted)
        OUTPOST_CHECK(verification.credential.has_value());
    if (verification.proof == verify::ProofState::Failed)
        OUTPOST_CHECK(decision.verdict == policy::Verdict::Rejected);
    return 0;
}
