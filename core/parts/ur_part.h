// The CBOR inside a Uniform Resource (BCR-2020-005): one part of a message, or a whole byte string.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>

namespace outpost::parts {

/// One part as it is written. Nothing here has been compared with anything else.
struct UrPart {
    std::uint32_t number = 0;         // "seqNum", from 1; above `count`: a mixture of fragments
    std::uint32_t count = 0;          // "seqLen": fragments of the message
    std::uint32_t message_bytes = 0;  // "messageLen": without the padding of the last fragment
    std::uint32_t checksum = 0;       // CRC-32 of the message
    Bytes fragment;
};

/// The five members as a CBOR array, numbers in their shortest form (RFC 8949 section 4.2.1).
Bytes write_ur_part(const UrPart& part);

/// Reads what write_ur_part writes, and nothing else: no longer form of a number, no tag, no
/// indefinite length.
/// @error Truncated, BadSyntax, Overflow (a number beyond 32 bits), TrailingData
Result<UrPart> read_ur_part(ByteView cbor);

/// `bytes` as a CBOR byte string: the message of type "bytes".
Bytes write_byte_string(ByteView bytes);

/// @error Truncated, BadSyntax, Overflow, TrailingData
Result<Bytes> read_byte_string(ByteView cbor);

}  // namespace outpost::parts
