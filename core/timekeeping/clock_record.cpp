#include "core/timekeeping/clock_record.h"

#include "core/json/reader.h"
#include "core/json/writer.h"

#include <algorithm>
#include <utility>

namespace outpost::timekeeping {

namespace {

constexpr std::int64_t record_version = 1;
constexpr std::size_t boot_bytes_max = 64;
constexpr std::size_t levels_max = 3;
constexpr std::size_t values_max = 20;

Error bad_member() {
    return {Errc::BadSyntax, 0, "clock record: a member is missing or of another kind"};
}

template <typename Word, std::size_t Count>
Result<Word> read_word(const json::Value& object, std::string_view name,
                       const std::array<std::string_view, Count>& words) {
    const auto* value = object.find(name);
    if (value == nullptr || !value->is_string()) return bad_member();
    const auto found = std::find(words.begin(), words.end(), value->as_string());
    if (found == words.end()) return Error{Errc::BadValue, 0, "clock record: a word"};
    return static_cast<Word>(found - words.begin());
}

Result<UtcInstant> read_instant(const json::Value& object, std::string_view name) {
    const auto* value = object.find(name);
    if (value == nullptr || !value->is_string()) return bad_member();
    return parse_rfc3339(value->as_string());
}

Result<Anchor> read_anchor(const json::Value& object) {
    const auto* since = object.find("since_boot_ms");
    if (!object.is_object() || since == nullptr || since->kind() != json::Kind::Integer)
        return bad_member();
    Anchor anchor;
    anchor.boot = object.text_of("boot");
    anchor.since_boot_ms = since->as_integer();
    if (anchor.boot.empty() || anchor.boot.size() > boot_bytes_max || anchor.since_boot_ms < 0)
        return Error{Errc::BadValue, 0, "clock record: anchor"};
    OUTPOST_TRY(anchor.at, read_instant(object, "at"));
    return anchor;
}

}  // namespace

std::string_view voucher_name(Voucher voucher) {
    return voucher_names.at(static_cast<std::size_t>(voucher));
}

std::string_view doubt_name(Doubt doubt) {
    return doubt_names.at(static_cast<std::size_t>(doubt));
}

Result<ClockRecord> parse_clock_record(std::string_view json_text) {
    OUTPOST_TRY(const auto document,
                json::read(json_text, {clock_file_bytes_max, levels_max, values_max}));
    const auto& root = document.root();
    const auto* version = root.is_object() ? root.find("outpost_clock") : nullptr;
    if (version == nullptr || version->kind() != json::Kind::Integer ||
        version->as_integer() != record_version)
        return Error{Errc::Unsupported, 0, "clock record: outpost_clock must be 1"};
    ClockRecord record;
    OUTPOST_TRY(record.voucher, read_word<Voucher>(root, "voucher", voucher_names));
    OUTPOST_TRY(record.doubt, read_word<Doubt>(root, "doubt", doubt_names));
    OUTPOST_TRY(record.seen, read_instant(root, "seen"));
    const auto* is_set = root.find("is_set");
    if (is_set == nullptr || !is_set->is_boolean()) return bad_member();
    record.is_set = is_set->as_boolean();
    if (const auto* anchor = root.find("anchor")) {
        OUTPOST_TRY(record.anchor, read_anchor(*anchor));
    }
    // Whoever vouched did so at some moment.
    if (!record.anchor && (record.voucher != Voucher::None || record.is_set)) return bad_member();
    return record;
}

std::string write_clock_record(const ClockRecord& record) {
    json::Writer writer;
    writer.begin_object().key("outpost_clock").value(record_version);
    writer.key("voucher").value(voucher_name(record.voucher));
    writer.key("doubt").value(doubt_name(record.doubt));
    writer.key("is_set").value(record.is_set);
    if (record.anchor) {
        writer.key("anchor").begin_object().key("boot").value(record.anchor->boot);
        writer.key("since_boot_ms").value(record.anchor->since_boot_ms);
        writer.key("at").value(format_rfc3339(record.anchor->at)).end_object();
    }
    writer.key("seen").value(format_rfc3339(record.seen)).end_object();
    return std::move(writer).take();
}

}  // namespace outpost::timekeeping
