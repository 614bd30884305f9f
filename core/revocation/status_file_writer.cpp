// Writing a status file: sorted, so the order of the records does not show.
#include "core/crypto/digest.h"
#include "core/revocation/status_file.h"
#include "core/revocation/status_record.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <vector>

namespace outpost::revocation {

namespace {

struct Item {
    StatusKey key;
    const StatusRecord* record;
};

// Of one key: Revoked before Superseded, later before earlier, as StatusSnapshot answers; the rest
// only makes the order total.
bool comes_before(const Item& a, const Item& b) {
    const auto& x = *a.record;
    const auto& y = *b.record;
    return std::tie(a.key, x.status, y.revoked_at, x.dose, x.ref_id, x.replacement_id) <
           std::tie(b.key, y.status, x.revoked_at, y.dose, y.ref_id, y.replacement_id);
}

Result<void> check_dates(const StatusFileDates& dates) {
    if (dates.list_id.size() > status_list_id_bytes_max)
        return Error{Errc::TooLong, status_list_id_bytes_max, "id of the list"};
    if (dates.list_id.find('\0') != std::string::npos)
        return Error{Errc::BadValue, 0, "id of the list"};
    // Zero in the file says that there is none.
    if (dates.next_update &&
        (*dates.next_update <= dates.issued_at || dates.next_update->since_epoch_ms == 0))
        return Error{Errc::BadValue, 0, "next_update lies before issued_at"};
    return {};
}

std::vector<Item> sorted(std::span<const StatusRecord> records) {
    std::vector<Item> items;
    items.reserve(records.size());
    for (const auto& record : records)
        items.push_back({status_key(record.certificate_id), &record});
    std::sort(items.begin(), items.end(), comes_before);
    return items;
}

Result<FuseFilter> filter_of(const std::vector<Item>& items) {
    std::vector<std::uint64_t> keys;
    keys.reserve(items.size());
    for (const auto& item : items) keys.push_back(filter_key(item.key));
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return make_fuse_filter(keys);
}

void append(ByteView bytes, Bytes& out) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes header_of(const StatusFileDates& dates, std::uint64_t entries, const FuseShape& shape,
                std::span<const ByteView, 3> sections) {
    const auto number = [](std::int64_t value) { return std::bit_cast<std::uint64_t>(value); };
    Bytes out;
    out.reserve(status_file_header_bytes);
    append(as_bytes(status_file_magic), out);
    append_le(1, 4, out);
    append_le(status_file_header_bytes, 4, out);
    append_le(dates.sequence, 8, out);
    append_le(number(dates.issued_at.since_epoch_ms), 8, out);
    append_le(number(dates.next_update.value_or(UtcInstant{}).since_epoch_ms), 8, out);
    append_le(entries, 8, out);
    append_le(shape.seed, 8, out);
    append_le(shape.segment_length, 4, out);
    append_le(shape.segment_count, 4, out);
    std::uint64_t at = status_file_header_bytes;
    for (const auto section : sections) {
        append_le(at, 8, out);
        append_le(section.size(), 8, out);
        at += section.size();
    }
    for (const auto section : sections) append(crypto::sha256(section), out);
    append(as_bytes(dates.list_id), out);
    out.resize(out.size() + status_list_id_bytes_max - dates.list_id.size());
    append(crypto::sha256(out), out);
    return out;
}

}  // namespace

Result<Bytes> make_status_file(std::span<const StatusRecord> records,
                               const StatusFileDates& dates) {
    OUTPOST_TRY_VOID(check_dates(dates));
    if (records.size() > fuse_keys_max)
        return Error{Errc::TooLong, fuse_keys_max, "records of a status file"};
    const auto items = sorted(records);
    OUTPOST_TRY(const auto filter, filter_of(items));
    Bytes entries;
    Bytes payload;
    entries.reserve(items.size() * status_file_entry_bytes);
    for (const auto& item : items) {
        append(item.key, entries);
        append_le(payload.size(), 8, entries);
        OUTPOST_TRY_VOID(append_stored_record(*item.record, payload));
    }
    const std::array<ByteView, 3> sections = {filter.fingerprints, entries, payload};
    Bytes file = header_of(dates, items.size(), filter.shape, sections);
    file.reserve(file.size() + filter.fingerprints.size() + entries.size() + payload.size());
    for (const auto section : sections) append(section, file);
    return file;
}

}  // namespace outpost::revocation
