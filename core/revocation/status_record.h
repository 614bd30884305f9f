// One record in the payload section of a status file, and what is looked up.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/revocation/status.h"

#include <array>
#include <cstdint>

namespace outpost::revocation {

/// First half of the SHA-256 of the evidence id's last part.
using StatusKey = std::array<std::uint8_t, 16>;

StatusKey status_key(std::string_view evidence_tail);

/// The number that the filter holds: the key's first eight bytes.
std::uint64_t filter_key(ByteView key);

/// A record as it stands in the file; its texts borrow from there.
struct StoredRecord {
    std::optional<std::int64_t> dose;
    std::string_view ref_id;
    StatusAnswer answer;
};

/// Bounds are checked before anything is read. @error Truncated, TooLong, BadValue
Result<StoredRecord> read_stored_record(ByteView payload, std::uint64_t offset);

/// Appends the record. @error TooLong, BadValue
Result<void> append_stored_record(const StatusRecord& record, Bytes& out);

/// Appends the `count` low bytes of the value, the lowest first.
void append_le(std::uint64_t value, std::size_t count, Bytes& out);

}  // namespace outpost::revocation
