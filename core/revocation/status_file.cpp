// Opening a status file, its full check, and the look-up. Every offset is checked before use.
#include "core/revocation/status_file.h"

#include "core/bytes/byte_reader.h"
#include "core/crypto/digest.h"
#include "core/revocation/status_record.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace outpost::revocation {

namespace {

constexpr std::uint32_t file_version = 1;
constexpr std::size_t header_digest_offset = 240;
constexpr std::size_t digests_offset = 112;
constexpr std::size_t key_bytes = std::tuple_size_v<StatusKey>;
/// More records than this under one id are damage, or an attack on the time of a look-up.
constexpr std::uint64_t records_per_key_max = 64;

struct Header {
    StatusFileDates dates;
    FuseShape shape;
    std::uint64_t entries = 0;
    std::array<StatusSection, 3> sections;  // filter, entries, payload
};

bool digest_holds(ByteView content, ByteView digest) {
    const auto actual = crypto::sha256(content);
    return std::equal(actual.begin(), actual.end(), digest.begin(), digest.end());
}

Result<void> read_dates(bytes::ByteReader& reader, StatusFileDates& dates) {
    OUTPOST_TRY(dates.sequence, reader.u64_le());
    OUTPOST_TRY(const auto issued, reader.u64_le());
    OUTPOST_TRY(const auto next, reader.u64_le());
    dates.issued_at = UtcInstant{std::bit_cast<std::int64_t>(issued)};
    if (next != 0) dates.next_update = UtcInstant{std::bit_cast<std::int64_t>(next)};
    if (dates.next_update && *dates.next_update <= dates.issued_at)
        return Error{Errc::BadValue, 32, "next_update lies before issued_at"};
    return {};
}

Result<Header> read_header(ByteView bytes) {
    bytes::ByteReader reader(bytes);
    OUTPOST_TRY_VOID(reader.skip(status_file_magic.size()));
    OUTPOST_TRY(const auto version, reader.u32_le());
    if (version != file_version) return Error{Errc::Unsupported, 8, "version of the status file"};
    OUTPOST_TRY(const auto header_bytes, reader.u32_le());
    if (header_bytes != status_file_header_bytes)
        return Error{Errc::BadLength, 12, "header of the status file"};
    if (!digest_holds(bytes.first(header_digest_offset), bytes.subspan(header_digest_offset, 32)))
        return Error{Errc::BadChecksum, 0, "header of the status file"};
    Header header;
    OUTPOST_TRY_VOID(read_dates(reader, header.dates));
    OUTPOST_TRY(header.entries, reader.u64_le());
    OUTPOST_TRY(header.shape.seed, reader.u64_le());
    OUTPOST_TRY(header.shape.segment_length, reader.u32_le());
    OUTPOST_TRY(header.shape.segment_count, reader.u32_le());
    for (auto& section : header.sections) {
        OUTPOST_TRY(section.offset, reader.u64_le());
        OUTPOST_TRY(section.size, reader.u64_le());
    }
    OUTPOST_TRY_VOID(reader.skip(3 * 32));
    OUTPOST_TRY(const auto id, reader.take(status_list_id_bytes_max));
    const auto text = as_text(id);
    header.dates.list_id = text.substr(0, text.find('\0'));
    return header;
}

/// The sections follow one another without a gap to the file's end, so they cannot overlap.
Result<void> check_layout(const Header& header, std::uint64_t file_bytes) {
    std::uint64_t at = status_file_header_bytes;
    for (const auto& section : header.sections) {
        if (section.offset != at || section.size > file_bytes - at)
            return Error{Errc::BadLength, 64, "section of the status file"};
        at += section.size;
    }
    if (at != file_bytes) return Error{Errc::TrailingData, 64, "status file"};
    const auto& shape = header.shape;
    if (!std::has_single_bit(shape.segment_length) ||
        shape.segment_length > fuse_segment_length_max || shape.segment_count == 0 ||
        shape.fingerprints() > UINT32_MAX || shape.fingerprints() != header.sections[0].size)
        return Error{Errc::BadLength, 48, "filter of the status file"};
    if (header.entries > fuse_keys_max ||
        header.entries * status_file_entry_bytes != header.sections[1].size)
        return Error{Errc::BadLength, 40, "entries of the status file"};
    return {};
}

ByteView key_of(ByteView entry) {
    return entry.first(key_bytes);
}

bool is_below(ByteView a, ByteView b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

bool is_same(ByteView a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

Result<StoredRecord> record_of(ByteView entry, ByteView payload) {
    bytes::ByteReader reader(entry.subspan(key_bytes));
    OUTPOST_TRY(const auto offset, reader.u64_le());
    return read_stored_record(payload, offset);
}

// A record without dose or refId speaks about every certificate with that id.
bool fits(const StoredRecord& record, const CertificateKey& key) {
    const auto contains = [](const auto& items, const auto& item) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    if (record.dose && !contains(key.doses, *record.dose)) return false;
    return record.ref_id.empty() || contains(key.ref_ids, record.ref_id);
}

}  // namespace

Result<StatusFile> StatusFile::open(ByteView file, std::shared_ptr<const void> keeper) {
    if (!is_status_file(file)) return Error{Errc::BadSyntax, 0, "not a status file"};
    if (file.size() < status_file_header_bytes)
        return Error{Errc::Truncated, file.size(), "header of the status file"};
    OUTPOST_TRY(auto header, read_header(file.first(status_file_header_bytes)));
    OUTPOST_TRY_VOID(check_layout(header, file.size()));
    const auto view = [&](const StatusSection& section) {
        return file.subspan(section.offset, section.size);
    };
    StatusFile opened;
    opened.keeper_ = std::move(keeper);
    opened.dates_ = std::move(header.dates);
    opened.shape_ = header.shape;
    opened.filter_ = view(header.sections[0]);
    opened.entries_ = view(header.sections[1]);
    opened.payload_ = view(header.sections[2]);
    opened.digests_ = file.subspan(digests_offset, 3 * 32);
    if (!digest_holds(opened.filter_, opened.digests_.first(32)))
        return Error{Errc::BadChecksum, 0, "filter of the status file"};
    return opened;
}

ByteView StatusFile::entry(std::uint64_t index) const {
    return entries_.subspan(index * status_file_entry_bytes, status_file_entry_bytes);
}

Result<void> StatusFile::check_whole() const {
    if (!digest_holds(entries_, digests_.subspan(32, 32)))
        return Error{Errc::BadChecksum, 0, "entries of the status file"};
    if (!digest_holds(payload_, digests_.subspan(64, 32)))
        return Error{Errc::BadChecksum, 0, "records of the status file"};
    for (std::uint64_t k = 0; k < size(); ++k) {
        const auto key = key_of(entry(k));
        if (k > 0 && is_below(key, key_of(entry(k - 1))))
            return Error{Errc::BadValue, k, "order of the status file"};
        if (!may_contain(shape_, filter_, filter_key(key)))
            return Error{Errc::BadValue, k, "an entry that the filter hides"};
        OUTPOST_TRY_VOID(record_of(entry(k), payload_));
    }
    return {};
}

std::uint64_t StatusFile::first_not_below(ByteView key) const {
    std::uint64_t low = 0;
    std::uint64_t high = size();
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (is_below(key_of(entry(middle)), key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

StatusAnswer StatusFile::look_up(const CertificateKey& key) const {
    const StatusAnswer not_checked{Status::NotChecked, {}, std::nullopt};
    const auto wanted = status_key(key.evidence_tail);
    if (!may_contain(shape_, filter_, filter_key(wanted))) return {};
    auto at = first_not_below(wanted);
    // What stands beside the place must be in order, or the search went astray in damage.
    if (at > 0 && !is_below(key_of(entry(at - 1)), wanted)) return not_checked;
    if (at < size() && is_below(key_of(entry(at)), wanted)) return not_checked;
    bool is_listed = false;
    for (std::uint64_t seen = 0; at < size() && is_same(key_of(entry(at)), wanted); ++at, ++seen) {
        if (seen == records_per_key_max) return not_checked;
        is_listed = true;
        const auto record = record_of(entry(at), payload_);
        if (!record) return not_checked;
        if (fits(*record, key)) return record->answer;
    }
    return {is_listed ? Status::Mismatch : Status::NotListed, {}, std::nullopt};
}

}  // namespace outpost::revocation
