// Counters of days: they add up, stay bounded, survive any failure whole, and name nobody.
#include "core/tally/tally.h"

#include "drivers/store/posix_file_store.h"
#include "tests/drivers/store/faulty_calls.h"
#include "tests/support/files.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <string>

using namespace outpost;
using namespace outpost::tally;

namespace {

constexpr CivilDate monday{2026, 11, 23};

CivilDate days_after(CivilDate date, std::int64_t days) {
    return civil_date_of({start_of(date).since_epoch_ms + days * std::int64_t{24} * 3600 * 1000});
}

Tally some_tally() {
    Tally tally;
    tally.add_check({monday, 0}, Verdict::Accepted, Format::Divoc);
    tally.add_check({monday, 23}, Verdict::Accepted, Format::W3cVc);
    tally.add_check({monday, 23}, Verdict::Unknown, Format::Other);
    tally.add_work(monday, Work::Issued, 3);
    tally.add_work(days_after(monday, 1), Work::Failed);
    return tally;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

Errc refusal_of(const std::string& text) {
    const auto parsed = Tally::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error().code;
}

}  // namespace

TEST_CASE("tally: counts by verdict, format, hour and kind of work", "[tally]") {
    const auto tally = some_tally();
    const auto day = tally.day(monday);
    CHECK(day.checked(Verdict::Accepted) == 2);
    CHECK(day.checked(Verdict::Rejected) == 0);
    CHECK(day.checks[0][1] == 1);
    CHECK(day.checks[0][2] == 1);
    CHECK(day.checks[3][6] == 1);
    CHECK(day.hours[0][0] == 1);
    CHECK(day.hours[23][0] == 1);
    CHECK(day.hours[23][3] == 1);
    CHECK(day.of(Work::Issued) == 3);
    CHECK(tally.day(days_after(monday, 1)).of(Work::Failed) == 1);
    CHECK(tally.day(days_after(monday, 2)) == Day{});
    CHECK(tally.days().size() == 2);
}

TEST_CASE("tally: names are those that policy and credential use", "[tally]") {
    CHECK(verdict_name(Verdict::NotAccepted) == "not_accepted");
    CHECK(work_name(Work::Reprinted) == "reprinted");
    for (std::size_t i = 0; i < format_count; ++i) {
        const auto format = static_cast<Format>(i);
        CHECK(format_of(format_name(format)) == format);
    }
    CHECK(format_of("Amina Khalid") == Format::Other);
}

TEST_CASE("tally: keeps the newest 400 days", "[tally]") {
    Tally tally;
    for (int i = 0; i < 500; ++i) tally.add_work(days_after(monday, i), Work::Held);
    CHECK(tally.days().size() == days_max);
    CHECK(tally.days().begin()->first == days_after(monday, 100));
    tally.add_work(monday, Work::Held);  // too old: it would push a newer one out
    CHECK(tally.days().begin()->first == days_after(monday, 100));
    CHECK(tally.days().size() == days_max);
}

TEST_CASE("tally: counters stop at their limit, and the fullest file can be read", "[tally]") {
    Tally tally;
    tally.add_work(monday, Work::Printed, count_max);
    tally.add_work(monday, Work::Printed, count_max);
    tally.add_work(monday, Work::Held, -5);
    CHECK(tally.day(monday).of(Work::Printed) == count_max);
    CHECK(tally.day(monday).of(Work::Held) == 0);

    Tally one;
    for (int hour = 0; hour < 24; ++hour)
        for (std::size_t verdict = 0; verdict < verdict_count; ++verdict)
            for (std::size_t format = 0; format < format_count; ++format)
                one.add_check({monday, hour}, static_cast<Verdict>(verdict),
                              static_cast<Format>(format));
    for (std::size_t work = 0; work < work_count; ++work)
        one.add_work(monday, static_cast<Work>(work), count_max);
    for (int i = 0; i < 31; ++i) {  // doubles each time
        const auto copy = one;
        one.merge(copy);
    }
    CHECK(one.day(monday).checks[3][6] == count_max);
    CHECK(one.day(monday).hours[23][3] == count_max);
    auto text = one.to_text();
    const auto begin = text.find("{\"day\"");
    const auto day = text.substr(begin, text.size() - begin - 2);
    std::string full = text.substr(0, begin);
    for (int i = 0; i < 400; ++i)
        full += (i == 0 ? "" : ",") +
                replaced(day, "2026-11-23", format_civil_date(days_after(monday, i)));
    full += "]}";
    CHECK(full.size() < tally_file_bytes_max);
    const auto parsed = Tally::parse(full);
    REQUIRE(parsed.has_value());
    CHECK(parsed->days().size() == days_max);
}

TEST_CASE("tally: merging adds day by day and keeps the newest", "[tally]") {
    auto tally = some_tally();
    tally.merge(some_tally());
    CHECK(tally.day(monday).of(Work::Issued) == 6);
    CHECK(tally.day(monday).hours[23][3] == 2);
    Tally later;
    for (int i = 0; i < 400; ++i) later.add_work(days_after(monday, i + 1), Work::Held);
    tally.merge(later);
    CHECK(tally.days().size() == days_max);
    CHECK(tally.days().count(monday) == 0);
    CHECK(tally.day(days_after(monday, 1)).of(Work::Failed) == 2);
    CHECK(tally.day(days_after(monday, 1)).of(Work::Held) == 1);
    later.merge(some_tally());  // the other way round gives the same days
    CHECK(later.days().size() == days_max);
    CHECK(later.days().count(monday) == 0);
    CHECK(later.day(days_after(monday, 1)).of(Work::Failed) == 1);
}

TEST_CASE("tally: what is written is read again", "[tally]") {
    const auto tally = some_tally();
    const auto read = Tally::parse(tally.to_text());
    REQUIRE(read.has_value());
    CHECK(read->days() == tally.days());
    CHECK(Tally::parse(Tally().to_text())->days().empty());
}

TEST_CASE("tally: hostile files are refused", "[tally]") {
    const auto good = some_tally().to_text();
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(Tally::parse(std::string_view(good).substr(0, size)).has_value());
    CHECK(refusal_of(replaced(good, "outpost-tally/1", "outpost-tally/2")) == Errc::Unsupported);
    CHECK(refusal_of(replaced(good, "\"work\":[3,0,0,0,0]", "\"work\":[3,0,0,0]")) ==
          Errc::BadSyntax);
    CHECK(refusal_of(replaced(good, "\"work\":[3,0", "\"work\":[-1,0")) == Errc::BadValue);
    CHECK(refusal_of(replaced(good, "\"work\":[3,0", "\"work\":[1000000000,0")) == Errc::BadValue);
    CHECK(refusal_of(replaced(good, "\"work\":[3,0", "\"work\":[1.5,0")) == Errc::BadSyntax);
    CHECK(refusal_of(replaced(good, "\"work\":[3,0", "\"work\":[\"Amina\",0")) == Errc::BadSyntax);
    CHECK(refusal_of(replaced(good, "\"hours\":[[", "\"hours\":[[0],[")) == Errc::BadSyntax);
    CHECK(refusal_of(replaced(good, "\"day\":", "\"name\":\"Amina\",\"day\":")) == Errc::BadSyntax);
    CHECK(refusal_of(replaced(good, "2026-11-24", "2026-11-23")) == Errc::Duplicate);
    CHECK(refusal_of(replaced(good, "2026-11-24", "2026-11-22")) == Errc::Duplicate);
    CHECK(refusal_of(replaced(good, "2026-11-24", "2026-11-31")) == Errc::BadValue);
    CHECK(refusal_of(replaced(good, "\"days\":", "\"note\":1,\"days\":")) == Errc::BadSyntax);
    CHECK(refusal_of("{\"format\":\"outpost-tally/1\",\"days\":{}}") == Errc::BadSyntax);
    CHECK(refusal_of("[]") == Errc::Unsupported);
    std::string many = "{\"format\":\"outpost-tally/1\",\"days\":[0";
    for (int i = 0; i < 400; ++i) many += ",0";
    CHECK(refusal_of(many + "]}") == Errc::TooLong);
    CHECK(refusal_of(std::string(tally_file_bytes_max + 1, ' ')) == Errc::TooLong);
}

TEST_CASE("tally: a missing file is an empty tally, an unreadable one is none", "[tally]") {
    tests::MemoryFileStore files;
    CHECK(read_tally(files, "/state")->days().empty());
    REQUIRE(write_tally(files, "/state", some_tally()).has_value());
    CHECK(read_tally(files, "/state")->days() == some_tally().days());
    REQUIRE(files.write_atomically("/state/tally.json", as_bytes("{}")).has_value());
    CHECK(read_tally(files, "/state").error().code == Errc::Unsupported);
    files.fail_after(0);
    CHECK(write_tally(files, "/state", some_tally()).error().code == Errc::Io);
}

TEST_CASE("tally: whole after a crash at every file operation", "[tally][crash]") {
    const auto old_tally = some_tally();
    auto new_tally = old_tally;
    new_tally.add_check({monday, 12}, Verdict::Rejected, Format::Divoc);
    bool reached_end = false;
    for (int at = 0; !reached_end; ++at) {
        REQUIRE(at < 100);
        const tests::TemporaryFolder folder;
        PosixFileStore files;
        REQUIRE(write_tally(files, folder.path().string(), old_tally).has_value());
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            FaultyCalls calls(at, true);
            PosixFileStore faulty(calls);
            const auto written = write_tally(faulty, folder.path().string(), new_tally);
            ::_exit(written ? 7 : 1);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        reached_end = WEXITSTATUS(status) == 7;
        const auto read = read_tally(files, folder.path().string());
        REQUIRE(read.has_value());
        const bool is_old = read->days() == old_tally.days();
        const bool is_new = read->days() == new_tally.days();
        CHECK((is_old || is_new));
        if (reached_end) CHECK(is_new);
    }
}
