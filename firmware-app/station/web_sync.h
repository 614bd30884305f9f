// Exports to the hub over the web, and its receipts back (docs/formats/hub-web.md).
#pragma once

#include "core/ports/web.h"
#include "firmware-app/station/sync_desk.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::station {

inline constexpr std::string_view hub_exports_path = "/v1/exports";
inline constexpr std::string_view hub_receipts_path = "/v1/receipts/";

/// What the hub answers with.
namespace hub_status {
inline constexpr int taken = 200;
inline constexpr int held = 202;
inline constexpr int unknown_kiosk = 403;
inline constexpr int none = 404;
inline constexpr int unfit = 422;
inline constexpr int busy = 503;
}  // namespace hub_status

/// @field refused  the hub does not take one of our exports: 403 it does not know this kiosk, 422
///                 the export does not hold for it
struct WebExportRun {
    ExportRun exports;
    ReceiptRun receipts;
    std::int64_t held = 0;  // the hub waits for a person's decision on them
    std::optional<int> refused;
};

/// Gives every open export to the hub and takes its receipts. What the hub did not take stays open,
/// and what it took before an error has its receipt.
/// @param address  of the hub, with or without a last '/'
/// @error those of give_exports(), WebClient::send() and take_receipt(); Unavailable (the hub is
///        busy)
Result<WebExportRun> send_exports(StateFolder& state, const Enrolment& enrolment, WebClient& web,
                                  const std::string& address, const StatePorts& ports,
                                  UtcInstant at);

struct CarriedExports {
    std::int64_t sent = 0;
    std::int64_t held = 0;
    std::optional<int> refused;  // as above; the others were tried all the same
};

/// For a kiosk that has no network itself: sends what it has written to a folder, as to a stick,
/// and lays the receipts there. Nothing else of the kiosk is touched, and nothing is removed.
/// @error those of WebClient::send() and of the folder; Unavailable (the hub is busy)
Result<CarriedExports> carry_exports(const std::string& folder, const std::string& kiosk_id,
                                     const std::string& address, WebClient& web,
                                     const StatePorts& ports);

/// The hub's receipt for this kiosk, nothing when it has none. @error those of WebClient::send()
Result<std::optional<std::string>> fetch_receipt(const Enrolment& enrolment, WebClient& web,
                                                 const std::string& address);

}  // namespace outpost::station
