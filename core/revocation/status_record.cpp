// Layout: kind, what is present, dose, instant, two lengths, two texts.
#include "core/revocation/status_record.h"

#include "core/bytes/byte_reader.h"
#include "core/crypto/digest.h"

#include <algorithm>
#include <bit>

namespace outpost::revocation {

namespace {

constexpr std::uint8_t has_dose = 1;
constexpr std::uint8_t has_instant = 2;
constexpr std::uint16_t dose_max = 1000;

}  // namespace

StatusKey status_key(std::string_view evidence_tail) {
    const auto digest = crypto::sha256(as_bytes(evidence_tail));
    StatusKey key{};
    std::copy_n(digest.begin(), key.size(), key.begin());
    return key;
}

std::uint64_t filter_key(ByteView key) {
    std::uint64_t value = 0;
    for (const auto byte : key.first(8)) value = value << 8U | byte;
    return value;
}

Result<StoredRecord> read_stored_record(ByteView payload, std::uint64_t offset) {
    if (offset > payload.size()) return Error{Errc::Truncated, 0, "record of a status file"};
    bytes::ByteReader reader(payload.subspan(offset));
    OUTPOST_TRY(const auto kind, reader.u8());
    OUTPOST_TRY(const auto present, reader.u8());
    OUTPOST_TRY(const auto dose, reader.u16_le());
    OUTPOST_TRY(const auto instant, reader.u64_le());
    OUTPOST_TRY(const auto ref_id_bytes, reader.u16_le());
    OUTPOST_TRY(const auto replacement_bytes, reader.u16_le());
    if (ref_id_bytes > status_text_bytes_max || replacement_bytes > status_text_bytes_max)
        return Error{Errc::TooLong, status_text_bytes_max, "text of a status file"};
    const auto revoked = static_cast<std::uint8_t>(Status::Revoked);
    const auto superseded = static_cast<std::uint8_t>(Status::Superseded);
    if ((kind != revoked && kind != superseded) || present > (has_dose | has_instant) ||
        dose > dose_max)
        return Error{Errc::BadValue, 0, "record of a status file"};
    StoredRecord record;
    record.answer.status = kind == revoked ? Status::Revoked : Status::Superseded;
    if ((present & has_dose) != 0) record.dose = dose;
    if ((present & has_instant) != 0)
        record.answer.revoked_at = UtcInstant{std::bit_cast<std::int64_t>(instant)};
    OUTPOST_TRY(const auto ref_id, reader.take(ref_id_bytes));
    OUTPOST_TRY(const auto replacement, reader.take(replacement_bytes));
    record.ref_id = as_text(ref_id);
    record.answer.replacement_id = as_text(replacement);
    return record;
}

Result<void> append_stored_record(const StatusRecord& record, Bytes& out) {
    if (record.ref_id.size() > status_text_bytes_max ||
        record.replacement_id.size() > status_text_bytes_max)
        return Error{Errc::TooLong, status_text_bytes_max, "text of a status record"};
    if (record.status != Status::Revoked && record.status != Status::Superseded)
        return Error{Errc::BadValue, 0, "kind of a status record"};
    const auto dose = record.dose.value_or(0);
    if (dose < 0 || dose > dose_max) return Error{Errc::BadValue, 0, "dose of a status record"};
    const auto instant = record.revoked_at.value_or(UtcInstant{}).since_epoch_ms;
    append_le(static_cast<std::uint8_t>(record.status), 1, out);
    append_le((record.dose ? has_dose : 0U) | (record.revoked_at ? has_instant : 0U), 1, out);
    append_le(static_cast<std::uint64_t>(dose), 2, out);
    append_le(std::bit_cast<std::uint64_t>(instant), 8, out);
    append_le(record.ref_id.size(), 2, out);
    append_le(record.replacement_id.size(), 2, out);
    const auto append_text = [&](std::string_view text) {
        const auto view = as_bytes(text);
        out.insert(out.end(), view.begin(), view.end());
    };
    append_text(record.ref_id);
    append_text(record.replacement_id);
    return {};
}

void append_le(std::uint64_t value, std::size_t count, Bytes& out) {
    for (std::size_t k = 0; k < count; ++k, value >>= 8U)
        out.push_back(static_cast<std::uint8_t>(value));
}

}  // namespace outpost::revocation
