// Port: a log of messages that many readers follow, such as Kafka.
#pragma once

#include "core/base/result.h"

#include <span>
#include <string>

namespace outpost {

struct BusMessage {
    std::string topic;
    std::string key;  // names the event; goes along as the header "event_id", too
    std::string value;
};

/// For one thread.
class MessageBus {
  public:
    virtual ~MessageBus() = default;
    /// All of them as one transaction: once this returns without an error, each is in the log.
    /// After an error none is seen by readers who only read what was committed, and the same
    /// messages are to be sent again.
    /// @error Unavailable (not reached, refused for now), Timeout, TooLong (offset is the
    ///        index of the very message that is too large for the bus), BadKey (not allowed to
    ///        write there), Io (anything else)
    virtual Result<void> send(std::span<const BusMessage> messages) = 0;
};

}  // namespace outpost
