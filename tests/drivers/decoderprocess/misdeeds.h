// What the misbehaving decoder of the tests can be told to do.
#pragma once

#include <cstdint>

namespace outpost::tests {

enum class Misdeed : std::uint8_t {
    None = 1,
    TellCircumstances,
    Crash,
    Exit,
    Hang,
    Stop,
    CloseSocket,
    ShortReply,
    EmptyReply,
    LongReply,
    Garbage,
    OtherVersion,
    OtherId,
    OtherKind,
    ReadyAgain,
    HugeResult,
    ResultOfAllMemory,
    HugeCount,
    TooMany,
    HugePayload,
    LongPayload,
    NoResult,
    Trailing,
    OddNumbers,
    OddCode,
    ReplyTwice,
    DieAfterwards,
};

}  // namespace outpost::tests
