// The messages that the hub produces, in the shapes of DIVOC's own topics
// (docs/formats/hub-messages.md).
#pragma once

#include "core/base/result.h"
#include "core/crypto/own_box.h"
#include "core/hub/records.h"
#include "core/json/value.h"
#include "core/ports/message_bus.h"
#include "core/sync/export_content.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::hub {

/// Makes messages in the order of the outbox; what belongs to one certificate stands together
/// there, so the one that was opened last is kept.
class MessageMaker {
  public:
    explicit MessageMaker(const crypto::OwnBox& box) : box_(box) {}
    /// @error those of open_kept() and json::read(): the ledger was damaged
    Result<BusMessage> make(const OutboxRow& row);

  private:
    Result<void> open(const OutboxRow& row);
    const crypto::OwnBox& box_;
    std::int64_t opened_ = 0;  // row of the certificate
    sync::CertificateContent content_;
    std::optional<json::Document> request_;
};

/// The value of an `events` message: what an entry says, or a report.
std::string event_body(std::string_view kiosk, std::string_view type, UtcInstant at,
                       std::string_view extra_json);

/// True for entries that become an event: what happened to paper, to requests, to the machine.
bool is_event(std::string_view entry_kind);

}  // namespace outpost::hub
