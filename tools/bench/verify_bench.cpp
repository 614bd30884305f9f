// Payload bytes to verdict, against one libsodium Ed25519 verification measured in the same run.
#include "core/crypto/signing_key.h"
#include "core/policy/policy.h"
#include "core/verify/verifier.h"
#include "tests/support/verifying.h"

#include <benchmark/benchmark.h>

namespace {

using namespace outpost;

std::string as_utf8_form(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) out += static_cast<char>(0xC0 | (byte >> 6));
        out += static_cast<char>(byte < 0x80 ? byte : 0x80 | (byte & 0x3F));
    }
    return out;
}

/// The yardstick: what the bare cryptography costs.
void ed25519_alone(benchmark::State& state) {
    const auto key = crypto::SigningKey::from_ed25519_seed(Bytes(32, 1)).value();
    const Bytes message(121, 7);  // as long as what a DIVOC signature covers
    const auto signature = key.sign_ed25519(message).value();
    for (auto _ : state)
        if (!key.public_key().verify_ed25519(message, signature))
            state.SkipWithError("not verified");
}

void payload_to_verdict(benchmark::State& state, const std::string& payload) {
    auto verifier = tests::sample_verifier();
    const auto at = parse_rfc3339("2022-03-01T00:00:00Z").value();
    for (auto _ : state) {
        const auto verification = verifier.verify(as_bytes(payload), at);
        const auto decision = policy::decide(verification, policy::built_in_policy(), {}, at);
        if (decision.verdict != policy::Verdict::Accepted) state.SkipWithError("not accepted");
        benchmark::DoNotOptimize(decision.verdict);
    }
}

void rsa_raw(benchmark::State& state) {
    payload_to_verdict(state, tests::verify_data("v3-dose1.rsa.qr-payload.datadescriptor.zip"));
}
void rsa_utf8(benchmark::State& state) {
    payload_to_verdict(
        state, as_utf8_form(tests::verify_data("v3-dose1.rsa.qr-payload.datadescriptor.zip")));
}
void ed25519_raw(benchmark::State& state) {
    payload_to_verdict(state, tests::verify_data("v3-dose1.ed25519.qr-payload.zip"));
}
void ed25519_utf8(benchmark::State& state) {
    payload_to_verdict(state, as_utf8_form(tests::verify_data("v3-dose1.ed25519.qr-payload.zip")));
}
void rsa_json(benchmark::State& state) {
    payload_to_verdict(state, tests::verify_data("v3-dose1.rsa.signed.json"));
}

/// What a newcomer waits for: contexts parsed, pinned and compiled, first certificate checked.
void cold_start(benchmark::State& state) {
    const auto payload = tests::verify_data("v3-dose1.ed25519.qr-payload.zip");
    const auto at = parse_rfc3339("2022-03-01T00:00:00Z").value();
    for (auto _ : state) {
        auto verifier = tests::sample_verifier();
        benchmark::DoNotOptimize(verifier.verify(as_bytes(payload), at).proof);
    }
}

BENCHMARK(ed25519_alone);
BENCHMARK(rsa_raw);
BENCHMARK(rsa_utf8);
BENCHMARK(rsa_json);
BENCHMARK(ed25519_raw);
BENCHMARK(ed25519_utf8);
BENCHMARK(cold_start)->Unit(benchmark::kMillisecond);

}  // namespace
