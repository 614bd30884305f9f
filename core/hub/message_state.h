// How a message of the outbox stands, as a number in the ledger.
#pragma once

#include <cstdint>

namespace outpost::hub {

enum class MessageState : std::uint8_t { Ready, Waiting, Held, Produced, Dropped, TooLarge };

inline std::int64_t as_number(MessageState state) {
    return static_cast<std::int64_t>(state);
}

}  // namespace outpost::hub
