// Revocation of DIVOC certificates from an offline list (docs/formats/revocation-list.md).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::revocation {

enum class Status : std::uint8_t {
    NotListed,
    Revoked,     // withdrawn by the issuer
    Superseded,  // replaced by a corrected certificate
    /// The id is listed, but with another dose or refId: suspicious, never "not revoked".
    Mismatch,
    /// The source is damaged where the answer would stand. Decides nothing: the verdict is unknown.
    NotChecked,
};

/// What identifies a certificate in the list: never the certificateId text alone, which a holder
/// can exchange for the batch without breaking the signature.
struct CertificateKey {
    std::string_view evidence_tail;         // last part of evidence[0].id, before any '#'
    std::vector<std::int64_t> doses;        // every value that the dose group may have
    std::vector<std::string_view> ref_ids;  // refId, and uhid where present
};

struct StatusAnswer {
    Status status = Status::NotListed;
    std::string_view replacement_id;  // Superseded: the new certificate, may be empty
    std::optional<UtcInstant> revoked_at;
};

struct StatusRecord {
    std::string certificate_id;
    std::optional<std::int64_t> dose;
    std::string ref_id;  // empty: not given
    Status status = Status::Revoked;
    std::string replacement_id;
    std::optional<UtcInstant> revoked_at;
};

/// Something that knows which certificates were withdrawn. Immutable, for several threads at once;
/// share it as shared_ptr<const StatusSource>.
/// Without dates its age is unknown, which is a finding of its own.
class StatusSource {
  public:
    virtual ~StatusSource() = default;
    /// The answer borrows from the source. What cannot be read is NotChecked, never NotListed.
    [[nodiscard]] virtual StatusAnswer look_up(const CertificateKey& key) const = 0;
    [[nodiscard]] virtual std::optional<UtcInstant> issued_at() const = 0;
    [[nodiscard]] virtual std::optional<UtcInstant> next_update() const = 0;
};

/// A list that is held in memory.
class StatusSnapshot final : public StatusSource {
  public:
    StatusSnapshot(std::vector<StatusRecord> records, std::optional<UtcInstant> issued_at,
                   std::optional<UtcInstant> next_update);

    /// Of several records that fit, a revocation counts before a replacement, and the latest
    /// replacement before an older one.
    [[nodiscard]] StatusAnswer look_up(const CertificateKey& key) const override;
    [[nodiscard]] std::optional<UtcInstant> issued_at() const override { return issued_at_; }
    [[nodiscard]] std::optional<UtcInstant> next_update() const override { return next_update_; }
    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] const std::vector<StatusRecord>& records() const { return records_; }

  private:
    std::vector<StatusRecord> records_;  // sorted by certificate_id
    std::optional<UtcInstant> issued_at_;
    std::optional<UtcInstant> next_update_;
};

/// Limits of one list.
inline constexpr std::size_t status_list_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t status_records_max = 1'000'000;
inline constexpr std::size_t status_text_bytes_max = 256;  // an id, a refId

/// Parses the list (docs/formats/revocation-list.md), or an array of the RevokedCertificate records
/// of DIVOC's registry, which carry no dates.
/// @error those of json::read; BadSyntax (a member missing or of the wrong kind), BadValue,
/// Unsupported (version, or a member that we do not know), TooLong
Result<StatusSnapshot> parse_status_list(std::string_view json_text);

/// One snapshot of several lists: every record counts, the oldest dates do.
StatusSnapshot merge_status(std::vector<StatusSnapshot> lists);

}  // namespace outpost::revocation
