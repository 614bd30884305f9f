// outpost-soak [CHECKS]: checks the same certificates again and again and prints time, resident
// memory and heap in use, so that growth is seen. Default: a million checks, both suites and byte
// forms in turn.
#include "core/policy/policy.h"
#include "tests/support/verifying.h"

#include <malloc.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

using namespace outpost;

/// Resident set in KiB, from /proc/self/status.
long resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    return 0;
}

void print_row(long checks, double seconds) {
    const auto heap = ::mallinfo2();
    std::printf("%10ld %10.1f %12ld %14zu\n", checks, seconds, resident_kib(), heap.uordblks);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    ::setenv("TZ", "UTC0", 1);
    const long checks = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1'000'000;
    if (checks < 1) {
        std::fprintf(stderr, "outpost-soak: how many checks? a number from 1\n");
        return 2;
    }
    auto verifier = tests::sample_verifier();
    const std::array payloads{tests::verify_data("v3-dose1.rsa.qr-payload.datadescriptor.zip"),
                              tests::verify_data("v3-dose1.ed25519.qr-payload.zip"),
                              tests::verify_data("v1-dose1.ed25519.signed.json"),
                              tests::verify_data("tamper/dose-total-swap.json"),
                              tests::verify_data("tamper/name-changed.json")};
    const auto at = parse_rfc3339("2022-03-01T00:00:00Z").value();
    const auto started = std::chrono::steady_clock::now();
    std::printf("%10s %10s %12s %14s\n", "checks", "seconds", "resident KiB", "heap bytes");
    for (long i = 0; i <= checks; ++i) {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started;
        if (i == 1000 || i % (checks / 10 > 0 ? checks / 10 : 1) == 0) print_row(i, spent.count());
        const auto verification =
            verifier.verify(as_bytes(payloads[static_cast<std::size_t>(i) % payloads.size()]), at);
        static_cast<void>(policy::decide(verification, policy::built_in_policy(), {}, at));
    }
    return 0;
}
