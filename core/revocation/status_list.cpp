// The two JSON forms of a revocation list.
#include "core/json/reader.h"
#include "core/revocation/status.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace outpost::revocation {

namespace {

// A record has at most seven members.
constexpr json::ReadLimits list_limits = {status_list_bytes_max, 8, 8 * status_records_max + 64};
constexpr std::int64_t list_version = 1;
constexpr std::int64_t dose_max = 1000;

constexpr std::array<std::string_view, 6> list_members = {
    "outpost_revocations", "issuer", "sequence", "issued_at", "next_update", "records"};
constexpr std::array<std::string_view, 6> record_members = {
    "certificate_id", "dose", "ref_id", "kind", "revoked_at", "replacement_id"};
constexpr std::array<std::string_view, 4> registry_members = {"preEnrollmentCode", "certificateId",
                                                              "dose", "previousCertificateId"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Ids are compared with what a credential carries, and shown: no control characters.
Result<std::string> read_text(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr) return std::string();
    if (!value->is_string()) return Error{Errc::BadSyntax, 0, "text of a revocation list"};
    const auto text = value->as_string();
    if (text.size() > status_text_bytes_max)
        return Error{Errc::TooLong, status_text_bytes_max, "text of a revocation list"};
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            return Error{Errc::BadValue, 0, "a control character in a revocation list"};
    return std::string(text);
}

Result<std::string> read_certificate_id(const json::Value& object, std::string_view name) {
    OUTPOST_TRY(auto id, read_text(object, name));
    if (id.empty()) return Error{Errc::BadSyntax, 0, "a record without certificate id"};
    // What is looked up is the last part of an evidence id, before any '#': such an id never fits.
    if (id.find_first_of("/#") != std::string::npos)
        return Error{Errc::BadValue, 0, "a certificate id is the last part of the evidence id"};
    return id;
}

Result<std::optional<std::int64_t>> read_dose(const json::Value& object) {
    const json::Value* value = object.find("dose");
    if (value == nullptr) return std::optional<std::int64_t>{};
    if (value->kind() != json::Kind::Integer) return Error{Errc::BadSyntax, 0, "dose of a record"};
    if (value->as_integer() < 0 || value->as_integer() > dose_max)
        return Error{Errc::BadValue, 0, "dose of a record"};
    return std::optional<std::int64_t>(value->as_integer());
}

Result<std::optional<UtcInstant>> read_instant(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr) return std::optional<UtcInstant>{};
    if (!value->is_string()) return Error{Errc::BadSyntax, 0, "date of a revocation list"};
    const auto instant = parse_rfc3339(value->as_string());
    if (!instant) return Error{Errc::BadValue, 0, "not an RFC 3339 date-time"};
    return std::optional<UtcInstant>(*instant);
}

Result<void> check_members(const json::Value& object, std::span<const std::string_view> known) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a record must be an object"};
    for (const auto& member : object.members())
        if (!contains(known, member.name))
            return Error{Errc::Unsupported, 0, "unknown member of a revocation list"};
    return {};
}

Result<StatusRecord> read_record(const json::Value& object) {
    OUTPOST_TRY_VOID(check_members(object, record_members));
    StatusRecord record;
    OUTPOST_TRY(record.certificate_id, read_certificate_id(object, "certificate_id"));
    OUTPOST_TRY(record.dose, read_dose(object));
    OUTPOST_TRY(record.ref_id, read_text(object, "ref_id"));
    OUTPOST_TRY(record.revoked_at, read_instant(object, "revoked_at"));
    OUTPOST_TRY(record.replacement_id, read_text(object, "replacement_id"));
    const auto kind = object.text_of("kind");
    if (kind != "revoked" && kind != "superseded")
        return Error{Errc::BadValue, 0, "kind of a record"};
    record.status = kind == "revoked" ? Status::Revoked : Status::Superseded;
    if (record.status == Status::Revoked && !record.replacement_id.empty())
        return Error{Errc::BadValue, 0, "a revoked certificate has no replacement"};
    return record;
}

// The registry adds members of its own to every entity: osid, osCreatedAt, _osUpdatedBy...
bool is_registry_bookkeeping(std::string_view name) {
    return name.starts_with("os") || name.starts_with("_os");
}

Result<StatusRecord> read_registry_record(const json::Value& object) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a record must be an object"};
    for (const auto& member : object.members())
        if (!contains(registry_members, member.name) && !is_registry_bookkeeping(member.name))
            return Error{Errc::Unsupported, 0, "unknown member of a registry record"};
    StatusRecord record;
    OUTPOST_TRY(record.certificate_id, read_certificate_id(object, "previousCertificateId"));
    OUTPOST_TRY(record.dose, read_dose(object));
    OUTPOST_TRY(record.ref_id, read_text(object, "preEnrollmentCode"));
    OUTPOST_TRY(record.replacement_id, read_text(object, "certificateId"));
    // DIVOC writes an empty certificateId when nothing replaces the withdrawn certificate.
    record.status = record.replacement_id.empty() ? Status::Revoked : Status::Superseded;
    return record;
}

using ReadRecord = Result<StatusRecord> (*)(const json::Value&);

Result<std::vector<StatusRecord>> read_records(const json::Value& list, ReadRecord read_one) {
    if (!list.is_array()) return Error{Errc::BadSyntax, 0, "records must be an array"};
    if (list.items().size() > status_records_max)
        return Error{Errc::TooLong, status_records_max, "records of a revocation list"};
    std::vector<StatusRecord> records;
    records.reserve(list.items().size());
    for (const auto& item : list.items()) {
        OUTPOST_TRY(auto record, read_one(item));
        records.push_back(std::move(record));
    }
    return records;
}

Result<void> check_header(const json::Value& root) {
    OUTPOST_TRY_VOID(check_members(root, list_members));
    const json::Value* version = root.find("outpost_revocations");
    if (version == nullptr) return Error{Errc::BadSyntax, 0, "not a revocation list"};
    if (version->kind() != json::Kind::Integer || version->as_integer() != list_version)
        return Error{Errc::Unsupported, 0, "version of the revocation list"};
    const json::Value* sequence = root.find("sequence");
    if (sequence != nullptr &&
        (sequence->kind() != json::Kind::Integer || sequence->as_integer() < 1))
        return Error{Errc::BadValue, 0, "sequence of the revocation list"};
    if (auto issuer = read_text(root, "issuer"); !issuer) return issuer.error();
    return {};
}

}  // namespace

Result<StatusSnapshot> parse_status_list(std::string_view json_text) {
    OUTPOST_TRY(const auto document, json::read(json_text, list_limits));
    const json::Value& root = document.root();
    if (root.is_array()) {
        OUTPOST_TRY(auto records, read_records(root, read_registry_record));
        return StatusSnapshot(std::move(records), std::nullopt, std::nullopt);
    }
    OUTPOST_TRY_VOID(check_header(root));
    OUTPOST_TRY(const auto issued_at, read_instant(root, "issued_at"));
    OUTPOST_TRY(const auto next_update, read_instant(root, "next_update"));
    if (!issued_at) return Error{Errc::BadSyntax, 0, "issued_at of the revocation list"};
    if (next_update && *next_update <= *issued_at)
        return Error{Errc::BadValue, 0, "next_update lies before issued_at"};
    const json::Value* list = root.find("records");
    if (list == nullptr) return Error{Errc::BadSyntax, 0, "a revocation list without records"};
    OUTPOST_TRY(auto records, read_records(*list, read_record));
    return StatusSnapshot(std::move(records), issued_at, next_update);
}

}  // namespace outpost::revocation
