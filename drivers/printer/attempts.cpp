// What was about to be sent to a print scheduler, written down before it was sent.
#include "drivers/printer/attempts.h"

#include "drivers/printer/print_names.h"

#include <algorithm>
#include <charconv>

namespace outpost {

namespace {

constexpr std::size_t file_bytes_max = std::size_t{256} * 1024;
constexpr std::size_t uuid_chars_max = 64;  // "urn:uuid:" and 36

Error bad_line(std::size_t line_at) {
    return {Errc::BadSyntax, line_at, "list of print attempts"};
}

bool is_uuid(std::string_view text) {
    return text.size() <= uuid_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

Result<Attempt> parse_line(std::string_view line, std::size_t line_at) {
    const auto first = line.find(' ');
    if (first == std::string_view::npos) return bad_line(line_at);
    const auto second = line.find(' ', first + 1);
    if (second == std::string_view::npos) return bad_line(line_at);
    Attempt attempt{std::string(line.substr(0, first)), 0, std::string(line.substr(second + 1))};
    const auto number = line.substr(first + 1, second - first - 1);
    const auto end = number.data() + number.size();
    const auto parsed = std::from_chars(number.data(), end, attempt.last_job);
    const bool is_number = parsed.ec == std::errc() && parsed.ptr == end && attempt.last_job >= 0;
    if (!is_number || !is_job_name(attempt.name) || !is_uuid(attempt.last_uuid))
        return bad_line(line_at);
    return attempt;
}

}  // namespace

Result<Attempts> Attempts::load(FileStore& store, const std::string& path) {
    Attempts attempts;
    const auto content = store.read(path, file_bytes_max);
    if (!content && content.error().code == Errc::NotFound) return attempts;
    if (!content) return content.error();
    const auto text = as_text(*content);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        if (end == std::string_view::npos) return bad_line(at);
        OUTPOST_TRY(auto attempt, parse_line(text.substr(at, end - at), at));
        attempts.add(std::move(attempt));
        at = end + 1;
    }
    return attempts;
}

Result<void> Attempts::save(FileStore& store, const std::string& path) const {
    std::string text;
    for (const auto& attempt : attempts_)
        text +=
            attempt.name + " " + std::to_string(attempt.last_job) + " " + attempt.last_uuid + "\n";
    return store.write_atomically(path, as_bytes(text), true);
}

std::optional<Attempt> Attempts::find(std::string_view name) const {
    for (const auto& attempt : attempts_)
        if (attempt.name == name) return attempt;
    return std::nullopt;
}

void Attempts::add(Attempt attempt) {
    if (attempts_.size() == attempts_max) attempts_.erase(attempts_.begin());
    attempts_.push_back(std::move(attempt));
}

Sent absent_job(const Attempt& attempt, const std::vector<JobEntry>& jobs) {
    if (attempt.last_job == 0 || attempt.last_uuid.empty() || jobs.empty()) return Sent::CannotTell;
    if (jobs.front().number != attempt.last_job || jobs.front().uuid != attempt.last_uuid)
        return Sent::CannotTell;
    int expected = attempt.last_job;
    for (const auto& job : jobs) {
        if (job.number != expected) return Sent::CannotTell;
        if (job.is_in_queue && job.name.empty()) return Sent::CannotTell;
        ++expected;
    }
    return Sent::No;
}

}  // namespace outpost
