#include "core/operators/pin_door.h"

#include "core/bytes/hex.h"
#include "core/json/writer.h"

#include <algorithm>
#include <array>

namespace outpost::operators {

namespace {

constexpr const char* boot_id_path = "/proc/sys/kernel/random/boot_id";
constexpr std::size_t boot_id_chars = 36;

std::string path_of(const std::string& folder, std::string_view name) {
    return folder + "/" + std::string(name);
}

std::string journal_body(const std::optional<Operator>& who, const LockState& counted) {
    json::Writer writer;
    writer.begin_object().key("outcome").value(who ? "opened" : "wrong");
    writer.key("operator");
    if (who)
        writer.value(who->number).key("role").value(role_name(who->role));
    else
        writer.null().key("role").null();
    // With the try itself: gaps in this row of numbers are tries that a power cut ended.
    writer.key("tries").value(static_cast<std::int64_t>(counted.failed)).end_object();
    return std::move(writer).take();
}

bool is_boot_id(std::string_view text) {
    const auto is_good = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
    };
    return text.size() == boot_id_chars && std::all_of(text.begin(), text.end(), is_good);
}

}  // namespace

Result<LockState> PinDoor::load(const ClockReading& now) {
    LockState state;
    const auto content = files_.read(path_of(folder_, lock_file_name), lock_file_bytes_max);
    if (content) {
        const auto parsed = parse_lock_state(as_text(*content));
        state = parsed ? *parsed : locked_for_longest(now);
        const auto next = settled(state, now);
        if (parsed && next == state) return state;
        OUTPOST_TRY_VOID(store(next));
        return next;
    }
    if (content.error().code == Errc::NotFound) return state;
    if (content.error().code != Errc::TooLong) return content.error();
    state = locked_for_longest(now);
    OUTPOST_TRY_VOID(store(state));
    return state;
}

Result<void> PinDoor::store(const LockState& state) {
    return files_.write_atomically(path_of(folder_, lock_file_name),
                                   as_bytes(write_lock_state(state)), true);
}

Result<Standing> PinDoor::standing(const ClockReading& now) {
    OUTPOST_TRY(const auto state, load(now));
    return standing_of(state, now);
}

Result<PinTry> PinDoor::begin(const ClockReading& now) {
    OUTPOST_TRY(auto roster, read_roster(files_, folder_));
    OUTPOST_TRY(auto before, load(now));
    if (standing_of(before, now).locked_ms > 0)
        return Error{Errc::Unavailable, 0, "too many wrong PINs: wait"};
    auto counted = failed_once_more(before, now);
    OUTPOST_TRY_VOID(store(counted));
    return PinTry{std::move(before), std::move(counted), std::move(roster)};
}

PinAnswer PinDoor::end(const PinTry& begun, std::optional<Operator> who, const ClockReading& now) {
    PinAnswer answer;
    answer.journal_body = journal_body(who, begun.counted);
    auto state = begun.counted;
    if (who) {
        const auto next = after_right_pin(begun.before, who->role, now.wall);
        answer.is_stored = store(next).has_value();
        if (answer.is_stored) state = next;
    }
    answer.standing = standing_of(state, now);
    answer.who = std::move(who);
    return answer;
}

Result<void> PinDoor::clear() {
    return store({});
}

Result<OperatorRoster> read_roster(FileStore& files, const std::string& state_folder) {
    const auto content = files.read(path_of(state_folder, roster_file_name), roster_file_bytes_max);
    if (content) return OperatorRoster::parse(as_text(*content));
    // Nobody's PIN is right then; a try costs and looks the same.
    if (content.error().code == Errc::NotFound) return OperatorRoster();
    return content.error();
}

Result<void> write_roster(FileStore& files, const std::string& state_folder,
                          const OperatorRoster& roster) {
    return files.write_atomically(path_of(state_folder, roster_file_name),
                                  as_bytes(roster.to_text()), true);
}

std::string boot_name(FileStore& files, Random& random) {
    if (const auto content = files.read(boot_id_path, boot_chars_max)) {
        auto text = as_text(*content);
        if (text.ends_with('\n')) text.remove_suffix(1);
        if (is_boot_id(text)) return std::string(text);
    }
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    return bytes::encode_hex(bytes);
}

}  // namespace outpost::operators
