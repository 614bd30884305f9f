// One export of a kiosk as a file that only its hub can read and only the kiosk can have made
// (docs/formats/sealed-export.md).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/sealed_box.h"
#include "core/journal/records.h"
#include "core/sync/party_keys.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace outpost::sync {

inline constexpr std::size_t export_header_bytes_max = 4 * 1024;
/// Whole file: header, sealed content, signature.
inline constexpr std::size_t export_file_bytes_max =
    crypto::box_message_bytes_max + crypto::long_box_extra_bytes + export_header_bytes_max + 64;

/// The first line of the file. It names no person; everybody can read it.
struct ExportHeader {
    std::string kiosk;  // id of the maker
    std::string hub;    // id of the only reader
    journal::ExportMark mark;
    journal::Hash previous{};  // of the entry before the first
    std::int64_t settled = 0;  // all exports up to this number have their receipts
    UtcInstant made_at;
};

/// @return the whole file. @error TooLong, BadKey, BadValue (the header's hub is not this one)
Result<Bytes> seal_export(const ExportHeader& header, ByteView content, const HubPublic& hub,
                          const crypto::SigningKey& kiosk, Random& random);

/// The header alone: nothing of it is proven. @error TooLong, those of json::read, Unsupported,
/// BadSyntax, BadValue
Result<ExportHeader> read_export_header(ByteView file);

/// The header of a file that this kiosk has signed as it stands.
/// @error those of read_export_header(); TooLong, Truncated, BadSignature (not of this kiosk, or
///        altered), BadValue (made by another kiosk)
Result<ExportHeader> check_export(ByteView file, const KioskPublic& kiosk);

struct OpenedExport {
    ExportHeader header;
    Bytes content;
};

/// Checks the kiosk's signature over the whole file, then opens it.
/// @error those of check_export(); BadSignature (not sealed to this hub), BadValue (made for
/// another
///        hub)
Result<OpenedExport> open_export(ByteView file, const HubKeys& hub, const KioskPublic& kiosk);

/// "export-000007.opx"; the mark's number, at least six digits.
std::string export_file_name(std::int64_t number);
/// True for names that export_file_name() gives.
bool is_export_file_name(std::string_view name);

}  // namespace outpost::sync
