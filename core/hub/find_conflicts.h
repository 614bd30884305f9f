// Where what a kiosk tells does not go with what the ledger holds. To be called in a transaction.
#pragma once

#include "core/base/result.h"
#include "core/hub/records.h"
#include "core/ports/database.h"

#include <cstdint>
#include <string>

namespace outpost::hub {

struct FoundConflicts {
    std::int64_t count = 0;
    bool is_id_taken = false;  // another certificate has this id
};

/// Compares a certificate that is not in the ledger yet with those that are, and writes down what
/// it finds: of two kiosks and one event or person once.
Result<FoundConflicts> find_conflicts(Database& database, const CertificateFacts& facts,
                                      const std::string& kiosk, UtcInstant at);

/// Taken; Branch, when it follows an export that was taken as one; Held, when a taken export stands
/// in the same place of the kiosk's chain, or the ends of neighbours do not meet.
Result<ExportStanding> standing_for(Database& database, const sync::ExportHeader& header);

Result<void> tell_fork(Database& database, const std::string& kiosk, std::int64_t export_row,
                       UtcInstant at);

}  // namespace outpost::hub
