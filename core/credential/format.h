// The credential formats that a symbol or file may carry.
#pragma once

#include <cstdint>
#include <string_view>

namespace outpost::credential {

enum class Format : std::uint8_t {
    None,   // no credential
    Divoc,  // DIVOC vaccination and test certificates, in any wrapper
    W3cVc,  // any other W3C verifiable credential with an embedded proof
    EuDcc,  // recognised, not yet checked
    Shc,    // recognised, not yet checked
    VdsNc,  // recognised, not yet checked
};

/// The name in JSON output: "divoc", "w3c-vc", "none", ...
std::string_view format_name(Format format);

}  // namespace outpost::credential
