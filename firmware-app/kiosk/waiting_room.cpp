#include "firmware-app/kiosk/waiting_room.h"

#include "core/json/reader.h"
#include "core/profile/profile.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::string_view settled_suffix = ".settled";
constexpr std::string_view signature_suffix = ".minisig";
constexpr std::size_t settled_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::size_t birth_year_chars = 4;

/// The text of SECTION.MEMBER; whole numbers too.
std::string text_at(const json::Value& item, std::string_view section, std::string_view member) {
    const auto* inner = item.find(section);
    const auto* value = inner == nullptr || !inner->is_object() ? nullptr : inner->find(member);
    if (value == nullptr) return {};
    if (value->is_string()) return station::printable(value->as_string());
    return value->is_number() ? std::string(value->number_text()) : std::string();
}

std::int32_t number_of(const std::string& text) {
    std::int32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

WaitingRoom::WaitingRoom(station::IssuingDuty& duty, const station::IssuePorts& ports,
                         names::NameFolder folder, MayTake may_take)
    : duty_(duty), ports_(ports), folder_(std::move(folder)), may_take_(std::move(may_take)) {}

std::string WaitingRoom::folder_of(const std::string& kind) const {
    return duty_.state().path + "/queue/waiting/" + kind;
}

std::set<std::int64_t> WaitingRoom::settled_of(const std::string& path) const {
    std::set<std::int64_t> settled;
    const auto content =
        ports_.state.files.read(path + std::string(settled_suffix), settled_bytes_max);
    if (!content) return settled;
    const auto text = as_text(*content);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        std::int64_t index = 0;
        if (std::from_chars(text.data() + at, text.data() + end, index).ec == std::errc())
            settled.insert(index);
        at = end + 1;
    }
    return settled;
}

Result<void> WaitingRoom::load() {
    rows_.clear();
    for (const char* kind : profile::request_kinds) {
        OUTPOST_TRY_VOID(ports_.state.folders.make_folder(folder_of(kind)));
        OUTPOST_TRY(const auto names, ports_.state.files.list(folder_of(kind)));
        for (const auto& name : names)
            if (!name.ends_with(settled_suffix) && !name.ends_with(signature_suffix) &&
                name.front() != '.')
                OUTPOST_TRY_VOID(take_file(kind, name, false));
    }
    return {};
}

Result<void> WaitingRoom::admit(const std::string& kind, const std::string& file) {
    OUTPOST_TRY_VOID(take_file(kind, file, true));
    return duty_.finish() ? Result<void>() : Error{Errc::Io, 0, "the journal"};
}

Result<void> WaitingRoom::take_file(const std::string& kind, const std::string& file, bool is_new) {
    issuing::ItemOrigin origin;
    origin.kind = duty_.profile().kind(kind);
    if (origin.kind == nullptr) return {};
    origin.is_update = origin.kind->is_update();
    origin.request_name = file;
    const auto path = folder_of(kind) + "/" + file;
    if (!may_take_(path)) return {};
    OUTPOST_TRY(const auto source, ports_.state.folders.open(path));
    OUTPOST_TRY(const auto reader, intake::open_items(*source, duty_.profile().csv_columns()));
    origin.column_of = [&](std::string_view pointer) { return reader->column_of(pointer); };
    const auto settled = settled_of(path);
    bool waits = false;
    intake::Item item;
    while (rows_.size() < rows_max) {
        OUTPOST_TRY(const bool more, reader->next(item));
        if (!more) break;
        if (settled.contains(item.index)) continue;
        OUTPOST_TRY(const bool item_waits, take_item(item, origin, is_new));
        waits = waits || item_waits;
    }
    if (waits) return {};
    // Nothing of it is open: out of the way, as the command line does it.
    const auto moved = ports_.state.folders.move(path, duty_.state().path + "/queue/done/" + file);
    static_cast<void>(
        moved);  // a file of that name lies there: it stays, and is read at each start
    return {};
}

Result<bool> WaitingRoom::take_item(const intake::Item& item, const issuing::ItemOrigin& origin,
                                    bool is_new) {
    OUTPOST_TRY(const auto preview, duty_.desk().preview(item, origin, duty_.now()));
    if (!preview.request.errors.empty() || preview.outcome != journal::Outcome::New) {
        // Refusals and conflicts are the desk's; a duplicate is there already.
        if (is_new) OUTPOST_TRY_VOID(duty_.run().take(item, origin));
        return false;
    }
    const auto& code = preview.request.pre_enrollment_code;
    const auto request = json::read(preview.request.json);
    if (!request) return false;
    Row row;
    row.file = origin.request_name;
    row.kind = origin.kind->name;
    row.index = item.index;
    row.name = text_at(request->root(), "recipient", "name");
    row.folded = folder_.folded(row.name);
    row.birth_year = text_at(request->root(), "recipient", "dob").substr(0, birth_year_chars);
    row.dose = text_at(request->root(), "vaccination", "dose");
    row.code = code;
    row.since = duty_.now();
    rows_.emplace(++last_number_, std::move(row));
    return true;
}

std::vector<std::int64_t> WaitingRoom::selected(const Selection& selection) const {
    const auto folded = folder_.folded(selection.search);
    std::vector<std::int64_t> numbers;
    for (const auto& [number, row] : rows_) {
        const bool is_found = selection.search.empty() || row.code == selection.search ||
                              (!folded.empty() && row.folded.find(folded) != std::string::npos);
        if (is_found) numbers.push_back(number);
    }
    if (selection.sort == session::QueueSort::Name)
        std::stable_sort(numbers.begin(), numbers.end(),
                         [&](auto a, auto b) { return rows_.at(a).folded < rows_.at(b).folded; });
    return numbers;  // by number: by time
}

session::QueuePage WaitingRoom::page(const Selection& selection) const {
    const auto numbers = selected(selection);
    session::QueuePage page;
    page.total = static_cast<std::int64_t>(numbers.size());
    page.first = std::clamp<std::int64_t>(selection.first, 0, page.total);
    const auto end = std::min<std::int64_t>(page.total, page.first + selection.rows);
    for (auto at = page.first; at < end; ++at) {
        const auto number = numbers[static_cast<std::size_t>(at)];
        const auto& row = rows_.at(number);
        session::QueueRow shown;
        shown.number = number;
        shown.family_name = row.name;
        shown.birth_year = row.birth_year;
        shown.dose = row.dose;
        shown.state = "waiting";
        page.rows.push_back(std::move(shown));
    }
    return page;
}

std::optional<UtcInstant> WaitingRoom::oldest() const {
    if (rows_.empty()) return std::nullopt;
    return rows_.begin()->second.since;
}

std::optional<std::int64_t> WaitingRoom::number_of_code(std::string_view code) const {
    for (const auto& [number, row] : rows_)
        if (row.code == code) return number;
    return std::nullopt;
}

std::optional<std::int64_t> WaitingRoom::next() const {
    if (rows_.empty()) return std::nullopt;
    return rows_.begin()->first;
}

Result<WaitingRoom::Request> WaitingRoom::request_of(std::int64_t number) {
    const auto found = rows_.find(number);
    if (found == rows_.end()) return Error{Errc::NotFound, 0, "no such request waits"};
    const auto& row = found->second;
    if (!may_take_(folder_of(row.kind) + "/" + row.file))
        return Error{Errc::BadSignature, 0, "the request's file has changed"};
    OUTPOST_TRY(const auto source, ports_.state.folders.open(folder_of(row.kind) + "/" + row.file));
    OUTPOST_TRY(const auto reader, intake::open_items(*source, duty_.profile().csv_columns()));
    Request request;
    request.file = row.file;
    request.kind = row.kind;
    for (;;) {
        OUTPOST_TRY(const bool more, reader->next(request.item));
        if (!more) return Error{Errc::NotFound, 0, "the request's file has changed"};
        if (request.item.index == row.index) return request;
    }
}

Result<session::ConfirmView> WaitingRoom::confirm_view(std::int64_t number) {
    OUTPOST_TRY(const auto request, request_of(number));
    issuing::ItemOrigin origin;
    origin.kind = duty_.profile().kind(request.kind);
    if (origin.kind == nullptr) return Error{Errc::NotFound, 0, "kind of request"};
    origin.is_update = origin.kind->is_update();
    origin.request_name = request.file;
    OUTPOST_TRY(const auto preview, duty_.desk().preview(request.item, origin, duty_.now()));
    if (!preview.request.errors.empty()) return Error{Errc::BadValue, 0, "the request"};
    OUTPOST_TRY(const auto document, json::read(preview.request.json));
    const auto& item = document.root();
    constexpr std::size_t date_chars = 10;  // of a date-time
    session::ConfirmView view;
    view.number = number;
    view.name = text_at(item, "recipient", "name");
    view.birth_date = text_at(item, "recipient", "dob");
    if (view.birth_date.empty()) view.birth_date = text_at(item, "recipient", "age");
    view.dose = number_of(text_at(item, "vaccination", "dose"));
    view.doses = number_of(text_at(item, "vaccination", "totalDoses"));
    view.vaccination_date = text_at(item, "vaccination", "date").substr(0, date_chars);
    return view;
}

Result<void> WaitingRoom::drop(std::int64_t number) {
    const auto found = rows_.find(number);
    if (found == rows_.end()) return {};
    const auto file = found->second.file;
    const auto kind = found->second.kind;
    rows_.erase(found);
    const bool waits = std::any_of(rows_.begin(), rows_.end(), [&](const auto& entry) {
        return entry.second.file == file && entry.second.kind == kind;
    });
    if (waits) return {};
    const auto path = folder_of(kind) + "/" + file;
    const auto moved = ports_.state.folders.move(path, duty_.state().path + "/queue/done/" + file);
    if (!moved) return {};  // the journal knows its items: at the next start it is passed over
    const auto removed = ports_.state.folders.remove(path + std::string(settled_suffix));
    static_cast<void>(removed);  // most files have none
    return {};
}

Result<void> WaitingRoom::done(std::int64_t number) {
    return drop(number);
}

Result<void> WaitingRoom::settle(std::int64_t number) {
    const auto found = rows_.find(number);
    if (found == rows_.end()) return {};
    const auto path = folder_of(found->second.kind) + "/" + found->second.file;
    auto settled = settled_of(path);
    settled.insert(found->second.index);
    std::string text;
    for (const auto index : settled) text += std::to_string(index) + "\n";
    OUTPOST_TRY_VOID(ports_.state.files.write_atomically(path + std::string(settled_suffix),
                                                         as_bytes(text), true));
    return drop(number);
}

}  // namespace outpost::kiosk
