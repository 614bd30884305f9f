// What the programs that check and issue share of their options, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::station {

/// Exit codes of the command-line contract (docs/architecture.md, section 4).
namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int not_ok = 1;       // something rejected, refused or not accepted
inline constexpr int usage = 2;        // wrong usage or an unreadable input
inline constexpr int environment = 3;  // the machine could not do it; for verify: unknown
}  // namespace exit_code

/// Options that verify and scan share.
struct CheckArguments {
    std::vector<std::string> trust;
    std::string root;
    std::string imported;  // a trust folder whose roots are its own; empty: none
    std::vector<std::string> revocations;
    std::vector<std::string> profiles;
    std::optional<std::string> at;  // RFC 3339
    std::string policy;
    std::string purpose;
    bool allow_published_keys = false;
    bool json = false;
};

/// Options that issue, queue release and print share: what makes and prints certificates.
struct IssuerArguments {
    std::string profile;
    std::string key;
    std::string passphrase_file;
    std::string state;
    std::string out;      // empty: STATE/issued
    std::string printer;  // empty: spool
    std::string layout;   // empty: the profile's first
    std::optional<std::string> at;
    bool json = false;
};

}  // namespace outpost::station
