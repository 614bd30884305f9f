// One check's outcome as a JSON line of the contract, or as lines for a person.
#pragma once

#include "core/base/bytes.h"
#include "core/policy/policy.h"
#include "core/verify/verifier.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::tools {

/// One certificate found in one input, checked and decided.
struct CheckReport {
    std::string_view input;      // as given on the command line
    std::string payload_sha256;  // hex, of the symbol's bytes; empty: no symbol was read
    verify::Verification verification;
    policy::Decision decision;
    bool is_instant_given = false;  // --at: no clock was asked
    std::int64_t decode_us = 0;
    std::int64_t total_us = 0;
};

/// One line of JSON without its line feed (docs/architecture.md, section 4).
std::string json_line(const CheckReport& report);

/// Verdict, input, what was proven, and each reason; several lines.
std::string words_of(const CheckReport& report);

/// Collects verdicts into the exit code of verify and scan.
class ExitCode {
  public:
    void add(policy::Verdict verdict);
    void add_unreadable() { has_unreadable_ = true; }
    [[nodiscard]] int value() const;

  private:
    bool has_unreadable_ = false;
    bool has_refused_ = false;
    bool has_unknown_ = false;
};

}  // namespace outpost::tools
