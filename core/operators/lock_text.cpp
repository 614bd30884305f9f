// The lock as text, strictly.
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/operators/lock_out.h"

#include <algorithm>

namespace outpost::operators {

namespace {

constexpr std::string_view lock_format = "outpost-operator-lock/1";
constexpr std::size_t lock_members = 7;
// Instants from 0000-01-01 to 9999-12-31, in milliseconds; a monotonic clock stays far below.
constexpr std::int64_t instant_ms_min = -62'167'219'200'000;
constexpr std::int64_t instant_ms_max = 253'402'300'799'999;

bool is_boot_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
}

Result<std::int64_t> integer_in(const json::Value& object, std::string_view name, std::int64_t min,
                                std::int64_t max) {
    const auto* member = object.find(name);
    if (member == nullptr || member->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "lock file: a number is missing"};
    if (member->as_integer() < min || member->as_integer() > max)
        return Error{Errc::BadValue, 0, "lock file: a number outside its bounds"};
    return member->as_integer();
}

Result<std::string> boot_of(const json::Value& object) {
    const auto* member = object.find("boot");
    if (member == nullptr || !member->is_string())
        return Error{Errc::BadSyntax, 0, "lock file: boot"};
    const auto text = member->as_string();
    if (text.size() > boot_chars_max || !std::all_of(text.begin(), text.end(), is_boot_char))
        return Error{Errc::BadValue, 0, "lock file: boot"};
    return std::string(text);
}

}  // namespace

std::string write_lock_state(const LockState& state) {
    json::Writer writer;
    writer.begin_object().key("format").value(lock_format);
    writer.key("failed").value(static_cast<std::int64_t>(state.failed));
    writer.key("failed_at_ms").value(state.failed_at.since_epoch_ms);
    writer.key("from_wall_ms").value(state.from.wall.since_epoch_ms);
    writer.key("from_monotonic_ms").value(state.from.monotonic_ms);
    writer.key("boot").value(state.from.boot);
    writer.key("served").value(state.is_served).end_object();
    return std::move(writer).take();
}

Result<LockState> parse_lock_state(std::string_view text) {
    OUTPOST_TRY(const auto document, json::read(text, {lock_file_bytes_max, 2, 16}));
    const auto& root = document.root();
    if (root.text_of("format") != lock_format)
        return Error{Errc::Unsupported, 0, "not a lock file of this version"};
    const auto* served = root.find("served");
    if (root.members().size() != lock_members || served == nullptr || !served->is_boolean())
        return Error{Errc::BadSyntax, 0, "lock file: members"};
    LockState state;
    OUTPOST_TRY(const auto failed, integer_in(root, "failed", 0, failed_max));
    state.failed = static_cast<std::int32_t>(failed);
    OUTPOST_TRY(state.failed_at.since_epoch_ms,
                integer_in(root, "failed_at_ms", instant_ms_min, instant_ms_max));
    OUTPOST_TRY(state.from.wall.since_epoch_ms,
                integer_in(root, "from_wall_ms", instant_ms_min, instant_ms_max));
    OUTPOST_TRY(state.from.monotonic_ms,
                integer_in(root, "from_monotonic_ms", instant_ms_min, instant_ms_max));
    OUTPOST_TRY(state.from.boot, boot_of(root));
    state.is_served = served->as_boolean();
    return state;
}

}  // namespace outpost::operators
