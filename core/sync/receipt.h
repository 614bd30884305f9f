// What a hub says it has taken from a kiosk: the kiosk may forget the persons of these exports.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/journal/records.h"
#include "core/sync/party_keys.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::sync {

inline constexpr std::size_t receipt_bytes_max = 512 * 1024;
inline constexpr std::size_t exports_per_receipt_max = 1'000;

struct Receipt {
    std::string hub;
    std::string kiosk;
    UtcInstant made_at;
    std::vector<journal::ExportMark> exports;
};

/// Two lines: the receipt as JSON, and the hub's Ed25519 signature over it in base64.
/// @error TooLong, BadValue (the receipt's hub is not this one)
Result<std::string> sign_receipt(const Receipt& receipt, const HubKeys& hub);

/// Reads and checks a receipt of this hub.
/// @error TooLong, BadSyntax, BadSignature, those of json::read, Unsupported, BadValue (of another
///        hub), Duplicate (an export twice)
Result<Receipt> read_receipt(std::string_view text, const HubPublic& hub);

/// "receipt-<kiosk id>.json": one file for each kiosk, the newest replaces the one before.
std::string receipt_file_name(std::string_view kiosk_id);

}  // namespace outpost::sync
