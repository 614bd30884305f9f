// Public lists of issuers' keys, as others publish them, to verification methods of ours: what was
// taken, and of every other entry why not.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/certificate.h"
#include "core/trust/snapshot.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

inline constexpr std::size_t trust_list_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t trust_list_entries_max = 20'000;

enum class ListKind : std::uint8_t {
    Jwks,          // RFC 7517 section 5
    ShcDirectory,  // a snapshot of SMART Health Card issuers, by the VCI's directory
    DccSigners,    // document signer certificates of the EU DCC gateway, as JSON
    Certificate,   // one X.509 certificate
    DidKey,        // the text of a did:key
};
inline constexpr std::array<std::string_view, 5> list_kind_names = {
    "jwks", "shc_directory", "dcc_signers", "certificate", "did_key"};
std::string_view list_kind_name(ListKind kind);

/// An entry that was not taken.
struct NotTaken {
    std::string entry;       // how the list names it; printable
    const char* reason{""};  // static text
};

struct TakenList {
    ListKind kind{};
    std::vector<VerificationMethod> methods;
    std::vector<NotTaken> not_taken;
};

struct ListOptions {
    std::string issuer;  // of a list that names none: what its keys may sign for; empty: any
    const crypto::Authorities* authorities = nullptr;  // null: certificates are taken unasked
    bool allow_published_keys = false;
};

/// Reads a list; its own form says which. An entry that cannot be used is noted, and the others
/// count; a list in which private key material stands is refused whole.
///
/// Ids: of a JWKS entry `kid`, or its thumbprint (RFC 7638); of a health card issuer its URL, '#',
/// `kid`; of a certificate the first eight bytes of its SHA-256 in base64, as COSE's `kid` has it;
/// of a did:key the method that it names.
/// @error Unsupported (no list that is known), BadKey (a private key in it), TooLong, those of
/// json::read
Result<TakenList> take_trust_list(ByteView content, const ListOptions& options);

/// The methods as a file of loose keys (docs/formats/trust-bundle.md section 5).
std::string write_key_file(const std::vector<VerificationMethod>& methods);

}  // namespace outpost::trust
