// What stands inside an export: a range of the journal's chain, the sealed personal part of what
// was signed in it, and counts (docs/formats/sealed-export.md).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/sealed_box.h"
#include "core/journal/journal.h"
#include "core/json/reader.h"
#include "core/ports/random.h"
#include "core/sync/certificate_content.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::sync {

/// The body of one entry, as JSON.
inline constexpr json::ReadLimits entry_body_limits{64 * 1024, 8, 8 * 1024};

/// Of a report: 400 days of counters.
inline constexpr json::ReadLimits report_limits{1024 * 1024, 16, 256 * 1024};

/// What an export holds besides the chain; texts as the kiosk keeps them, empty where there is
/// none.
struct ExportReport {
    std::string tally_json;   // counts without persons (docs/operators.md)
    std::string health_json;  // one JSON object
};

/// The content of an export, read from the journal.
/// @error those of the journal; NotFound (the personal part of a certificate is gone), TooLong
Result<std::string> write_export_content(journal::Journal& journal,
                                         const journal::ExportRange& range,
                                         const ExportReport& report,
                                         const crypto::BoxPublicKey& hub, Random& random);

struct ExportContent {
    std::vector<journal::Entry> entries;  // hash_hex is filled
    std::vector<journal::SealedPayload> certificates;
    ExportReport report;
};

/// Reads a content and checks it against its range: every entry, every hash from `previous` to the
/// mark's head, and a certificate for each entry "signed" and for no other.
/// @error BadSyntax, Unsupported, TooLong, BadValue, BadChecksum (a chain that does not lead to the
///        head), Truncated (certificates missing)
Result<ExportContent> read_export_content(std::string_view content, const journal::ExportMark& mark,
                                          const journal::Hash& previous);

}  // namespace outpost::sync
