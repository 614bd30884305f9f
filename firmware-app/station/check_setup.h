// From the options that verify and scan share to a verifier and a policy.
#pragma once

#include "core/policy/policy.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/trust/minisign.h"
#include "core/verify/verifier.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::station {

/// Everything that a check needs, loaded once. Snapshots are shared; make a Verifier a worker.
struct CheckSetup {
    verify::VerifierSettings settings;
    policy::Policy policy;
    std::string purpose;
    std::optional<UtcInstant> at;  // empty: the clock, at each check

    [[nodiscard]] UtcInstant instant(const Clock& clock) const { return at ? *at : clock.now(); }
    [[nodiscard]] ClockTrust clock_trust(const Clock& clock) const {
        return at ? ClockTrust::Trusted : clock.trust();
    }
};

/// Loads contexts, trust, revocations and policy; says on stderr what is wrong.
/// @return nothing when a file is unreadable or an option is wrong (exit code usage)
std::optional<CheckSetup> make_check_setup(const CheckArguments& arguments, FileStore& files,
                                           const Console& console);

/// Words for a person: "too_long (json text)".
std::string words_for(const Error& error);

/// The instant of an option that was given; false and a message when it is none.
bool read_instant(const std::optional<std::string>& text, std::string_view option,
                  std::optional<UtcInstant>& instant, const Console& console);

/// The root keys of a file, none for an empty path; false and a message when they cannot be used.
bool read_roots(const std::string& path, FileStore& files,
                std::vector<trust::MinisignPublicKey>& roots, const Console& console);

}  // namespace outpost::station
