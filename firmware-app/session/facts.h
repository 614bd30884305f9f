// Plain data about the kiosk and the person in front of it that events carry and states keep.
#pragma once

#include "core/base/time.h"
#include "core/policy/policy.h"
#include "core/ports/frame_quality.h"
#include "core/ports/printer.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::session {

using policy::Verdict;

enum class Role : std::uint8_t { Operator, Supervisor };

/// Status chips: disc, triangle, X, hollow square.
enum class Level : std::uint8_t { Good, Soon, Fault, NotKnown };

enum class Part : std::uint8_t {
    Camera,
    Printer,
    Clock,
    Trust,
    Revocation,
    Disk,
    Journal,
    StartUp
};
inline constexpr std::size_t part_count = 8;

/// @field code   what the operator reads and can quote: "K-CAM-01"; empty when good
/// @field words  message key of the cause in words ("op.camera.unplugged"); empty when good
struct PartHealth {
    Level level = Level::NotKnown;
    std::string code;
    std::string words;
};

struct Health {
    std::array<PartHealth, part_count> parts;  // by Part
    std::int64_t trust_age_days = -1;          // -1: not known
    std::int64_t trust_next_expiry_days = -1;
    std::int64_t revocation_age_days = -1;
    std::int64_t disk_free_mib = -1;
    bool data_is_ageing = false;  // marks verdicts

    [[nodiscard]] const PartHealth& of(Part part) const {
        return parts[static_cast<std::size_t>(part)];
    }
};

struct QueueCounts {
    std::int64_t waiting = 0;
    std::int64_t held = 0;
    std::int64_t issued = 0;
    std::int64_t printed = 0;
    std::int64_t print_troubles = 0;
    std::optional<UtcInstant> oldest;
};

struct DayCounts {
    std::array<std::int64_t, 4> checked{};  // by Verdict
    std::int64_t issued = 0;
    std::int64_t printed = 0;
    std::int64_t reprinted = 0;
    std::int64_t held = 0;
};

/// A part of the outcome for the operator's page.
struct FindingLine {
    std::string code;      // "claims_not_bound"
    std::string severity;  // "reason", "warning", "info"
    std::string path;
};

struct ClaimLine {
    std::string path;        // JSON pointer
    std::string proven;      // the conservative reading
    std::string as_written;  // what the document says
    std::string grade;       // "bound", "interchangeable", "unsigned"
};

/// What one code's check gave. Personal: wiped with the person's session.
struct CheckOutcome {
    Verdict verdict = Verdict::Unknown;
    bool is_certificate = true;  // false: some other code (finding no_credential)
    std::string payload_digest;  // hex of SHA-256: the same code again
    std::string format;
    std::string person;    // a keyed digest of folded name and birth date: equal for one person
    std::string initials;  // A to Z, or the first letter cluster
    std::string full_name;
    std::int32_t birth_day = 0;  // 0: not known
    std::int32_t birth_month = 0;
    std::vector<FindingLine> findings;
    std::vector<ClaimLine> claims;
    std::string issuer;
    std::string key;
    std::int64_t total_us = 0;
    bool has_ageing_data = false;
};

/// One row of the queue, held items and reprints alike. Personal.
struct QueueRow {
    std::int64_t number = 0;  // how the kiosk's runtime knows it again
    std::string family_name;
    std::string given_name;
    std::string birth_year;
    std::string dose;
    std::string state;   // message key suffix: "waiting", "held", "issued", "printed", "trouble"
    std::string reason;  // of held ones: an item code or what the person said
    std::string certificate_id;
    std::int32_t prints = 0;
};

enum class QueueSort : std::uint8_t { Name, Time, State };

struct QueuePage {
    std::vector<QueueRow> rows;
    std::int64_t first = 0;  // index of rows[0] in the whole selection
    std::int64_t total = 0;  // rows of the selection
};

/// What will be printed, for the person to confirm. Personal.
struct ConfirmView {
    std::int64_t number = 0;
    std::string name;
    std::string birth_date;  // as it will be printed
    std::int32_t dose = 0;
    std::int32_t doses = 0;
    std::string vaccination_date;
};

/// A stick or another source with something signed on it.
struct ImportOffer {
    std::int64_t number = 0;
    std::string file;  // its name, shown
    std::string signer;
    std::int64_t sequence = 0;
    std::string made_on;  // date
    std::int64_t keys_added = 0;
    std::int64_t keys_removed = 0;
    std::vector<std::string> changes;  // kinds and names of what else it brings
    std::string refusal;               // message key; empty when it can be imported
};

struct OperatorSession {
    std::string name;
    Role role = Role::Operator;
};

}  // namespace outpost::session
