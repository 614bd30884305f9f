// Revocation records by the million in one file (docs/formats/status-file.md): a filter that stays
// in memory, and sorted entries that are read only on a hit. Nothing is parsed at the start.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/revocation/binary_fuse.h"
#include "core/revocation/status.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace outpost::revocation {

inline constexpr std::string_view status_file_magic = "OPSTATUS";
inline constexpr std::size_t status_file_header_bytes = 272;
inline constexpr std::size_t status_file_entry_bytes = 24;
inline constexpr std::size_t status_list_id_bytes_max = 32;

struct StatusFileDates {
    std::string list_id;  // at most status_list_id_bytes_max bytes, no NUL
    std::uint64_t sequence = 1;
    UtcInstant issued_at;
    std::optional<UtcInstant> next_update;  // later than issued_at
};

/// A part of the file, in bytes.
struct StatusSection {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

/// Answers from the file's bytes, which may be a mapping: look_up() touches three bytes of the
/// filter, and a few entries where the filter hits.
class StatusFile final : public StatusSource {
  public:
    /// Checks the header and the filter's digest; the time is that of hashing the filter. The
    /// digests of the other sections are checked by check_whole().
    /// @param file  must stay as it is while `keeper` lives
    /// @error BadSyntax (no status file), Unsupported (version), Truncated, BadLength (sections
    /// that overlap or leave the file), BadChecksum, BadValue
    static Result<StatusFile> open(ByteView file, std::shared_ptr<const void> keeper);

    /// Hashes every section and reads every record; for the moment of import.
    /// @error BadChecksum, BadValue (order or content of an entry)
    [[nodiscard]] Result<void> check_whole() const;

    /// As StatusSnapshot; NotChecked where an entry or its record is damaged.
    [[nodiscard]] StatusAnswer look_up(const CertificateKey& key) const override;
    [[nodiscard]] std::optional<UtcInstant> issued_at() const override { return dates_.issued_at; }
    [[nodiscard]] std::optional<UtcInstant> next_update() const override {
        return dates_.next_update;
    }
    [[nodiscard]] const StatusFileDates& dates() const { return dates_; }
    [[nodiscard]] std::uint64_t size() const { return entries_.size() / status_file_entry_bytes; }
    /// What a look-up that misses needs in memory.
    [[nodiscard]] std::size_t filter_bytes() const { return filter_.size(); }

  private:
    StatusFile() = default;
    [[nodiscard]] ByteView entry(std::uint64_t index) const;
    [[nodiscard]] std::uint64_t first_not_below(ByteView key) const;

    std::shared_ptr<const void> keeper_;
    StatusFileDates dates_;
    FuseShape shape_;
    ByteView filter_;
    ByteView entries_;
    ByteView payload_;
    ByteView digests_;  // of filter, entries and payload, 32 bytes each
};

/// The bytes of a status file: the same records in any order give the same bytes.
/// @error TooLong (list id, a text beyond status_text_bytes_max, fuse_keys_max records), BadValue
/// (dates, a dose outside 0 to 1000, a status that is no record's), Duplicate
Result<Bytes> make_status_file(std::span<const StatusRecord> records, const StatusFileDates& dates);

inline bool is_status_file(ByteView file) {
    return as_text(file).starts_with(status_file_magic);
}

}  // namespace outpost::revocation
