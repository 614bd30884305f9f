#include "drivers/catalog/catalogs.h"

#include "core/base/bytes.h"
#include "tests/drivers/catalog/mo_writer.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace outpost;
using outpost::tests::make_mo;
using outpost::tests::mo_header;

namespace {

void write_catalog(const std::filesystem::path& folder, const std::string& tag, ByteView file) {
    const auto path = folder / tag / "LC_MESSAGES";
    std::filesystem::create_directories(path);
    const auto text = as_text(file);
    std::ofstream(path / "outpost-kiosk.mo", std::ios::binary) << text;
}

Bytes small_catalog(const std::string& name, const std::string& direction,
                    const std::string& rule = "(n != 1)") {
    return make_mo({{"", mo_header(rule)},
                    {"a", "word of " + name},
                    {"lang.direction", direction},
                    {"lang.own_name", name}});
}

std::unique_ptr<MessageCatalogs> shipped() {
    std::vector<LeftOut> left_out;
    auto opened = open_catalogs(OUTPOST_LOCALE_FOLDER, left_out);
    REQUIRE(opened);
    CHECK(left_out.empty());
    return std::move(*opened);
}

}  // namespace

TEST_CASE("catalogs: the ten languages are there, with their own names", "[catalog]") {
    const auto catalogs = shipped();
    REQUIRE(catalogs->languages().size() >= 10);
    CHECK(catalogs->languages().front().tag == "en");
    const auto tag = GENERATE("en", "hi", "fr", "es", "pt", "ar", "ta", "si", "sw", "fil");
    CAPTURE(tag);
    const auto& messages = catalogs->messages(tag);
    REQUIRE(messages.language().tag == tag);
    CHECK(messages.language().right_to_left == (std::string(tag) == "ar"));
    CHECK(messages.has("verdict.unknown_sub"));
    CHECK(messages.has("op.queue.waiting"));
    CHECK_FALSE(messages.has("nothing.of_this_name"));
    std::set<std::string> headlines;
    for (const auto* verdict : {"accepted", "not_accepted", "rejected", "unknown"})
        headlines.insert(messages.text(std::string("verdict.") + verdict));
    CHECK(headlines.size() == 4);
    // No language repeats another's words for this sentence.
    std::set<std::string> all;
    for (const auto& language : catalogs->languages())
        all.insert(catalogs->messages(language.tag).text("verdict.unknown_sub"));
    CHECK(all.size() == catalogs->languages().size());
}

TEST_CASE("catalogs: own names as the design lists them", "[catalog]") {
    const auto catalogs = shipped();
    const auto row = GENERATE(std::make_pair("en", "English"), std::make_pair("hi", "हिन्दी"),
                              std::make_pair("fr", "Français"), std::make_pair("es", "Español"),
                              std::make_pair("pt", "Português"), std::make_pair("ar", "العربية"),
                              std::make_pair("ta", "தமிழ்"), std::make_pair("si", "සිංහල"),
                              std::make_pair("sw", "Kiswahili"), std::make_pair("fil", "Filipino"));
    CHECK(catalogs->messages(row.first).language().own_name == row.second);
}

TEST_CASE("catalogs: plural forms", "[catalog]") {
    const auto catalogs = shipped();
    // For 0, 1, 2, 3, 11, 100: which of them share a form.
    const auto forms = [&](const char* tag) {
        std::string classes;
        std::vector<std::string> seen;
        for (const std::int64_t count : {0, 1, 2, 3, 11, 100}) {
            const auto form = catalogs->messages(tag).plural("time.left", count);
            const auto at = std::find(seen.begin(), seen.end(), form) - seen.begin();
            if (at == static_cast<long>(seen.size())) seen.push_back(form);
            classes += static_cast<char>('a' + at);
        }
        return classes;
    };
    CHECK(forms("en") == "abaaaa");
    CHECK(forms("fr") == "aabbbb");
    const auto arabic = forms("ar");
    CHECK(arabic[1] != arabic[2]);
    CHECK(arabic[2] != arabic[3]);
    CHECK(arabic[3] != arabic[4]);
    const auto& hindi = catalogs->messages("hi");
    CHECK(hindi.plural("op.age.days", 0) == hindi.plural("op.age.days", 1));
    CHECK(catalogs->messages("en").plural("time.left", 1) == "{seconds} second left");
    CHECK(catalogs->messages("en").plural("time.left", -1) == "{seconds} second left");
    const auto huge = GENERATE(INT64_MAX, INT64_MIN, INT64_C(4'294'967'297), INT64_C(1'000'001));
    CHECK(catalogs->messages("en").plural("time.left", huge) == "{seconds} seconds left");
    CHECK(catalogs->messages("ar").plural("time.left", huge) != "time.left");
}

TEST_CASE("catalogs: a word that only English has is said in English", "[catalog]") {
    const tests::TemporaryFolder folder;
    write_catalog(folder.path(), "en",
                  make_mo({{"", mo_header("(n != 1)")},
                           {"a", "word of English"},
                           {"finding.new", "A new reason."},
                           {"lang.direction", "ltr"},
                           {"lang.own_name", "English"}}));
    write_catalog(folder.path(), "ta", small_catalog("Tamil", "ltr"));
    std::vector<LeftOut> left_out;
    const auto catalogs = open_catalogs(folder.path().string(), left_out);
    REQUIRE(catalogs);
    const auto& tamil = (*catalogs)->messages("ta");
    CHECK(tamil.text("a") == "word of Tamil");
    CHECK_FALSE(tamil.has("finding.new"));
    CHECK(tamil.text("finding.new") == "A new reason.");
}

TEST_CASE("catalogs: what a language does not have is English, else the key", "[catalog]") {
    const auto catalogs = shipped();
    const auto& tamil = catalogs->messages("ta");
    CHECK(tamil.text("nothing.of_this_name") == "nothing.of_this_name");
    CHECK(tamil.plural("nothing.of_this_name", 3) == "nothing.of_this_name");
    CHECK(&catalogs->messages("xx") == &catalogs->messages("en"));
    CHECK(&catalogs->messages("../../etc") == &catalogs->messages("en"));
    // A key with one form for all counts, asked for with a count, keeps its language.
    CHECK(tamil.plural("verdict.accepted", 5) == tamil.text("verdict.accepted"));
    // The header is no message; a NUL does not cut a key short.
    CHECK(tamil.text("").empty());
    CHECK_FALSE(tamil.has(""));
    const std::string cut("nav.back\0x", 10);
    CHECK_FALSE(tamil.has(cut));
    CHECK(tamil.text(cut) == cut);
    CHECK(tamil.text("nav.back\x04x") == "nav.back\x04x");
}

TEST_CASE("catalogs: two languages at once in two threads", "[catalog][threads]") {
    const auto catalogs = shipped();
    const auto arabic_words = catalogs->messages("ar").text("verdict.unknown_sub");
    const auto french_words = catalogs->messages("fr").text("verdict.unknown_sub");
    REQUIRE(arabic_words != french_words);
    std::atomic<int> faults{0};
    const auto read = [&](const char* tag, const std::string& expected) {
        for (int i = 0; i < 2'000; ++i) {
            const auto& messages = catalogs->messages(tag);
            if (messages.text("verdict.unknown_sub") != expected) ++faults;
            if (messages.plural("time.left", i) == "time.left") ++faults;
        }
    };
    std::thread first(read, "ar", arabic_words);
    std::thread second(read, "fr", french_words);
    first.join();
    second.join();
    CHECK(faults == 0);
}

TEST_CASE("catalogs: without English there are none", "[catalog]") {
    outpost::tests::TemporaryFolder folder;
    const auto missing = open_catalogs((folder.path() / "nothing").string());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Errc::NotFound);
    write_catalog(folder.path(), "fr", small_catalog("Français", "ltr"));
    const auto without = open_catalogs(folder.path().string());
    REQUIRE_FALSE(without);
    CHECK(without.error().code == Errc::NotFound);
    write_catalog(folder.path(), "en", small_catalog("English", "up"));
    const auto damaged = open_catalogs(folder.path().string());
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == Errc::BadValue);
}

TEST_CASE("catalogs: a damaged language is left out and said", "[catalog][hostile]") {
    outpost::tests::TemporaryFolder folder;
    write_catalog(folder.path(), "en", small_catalog("English", "ltr"));
    write_catalog(folder.path(), "fr", small_catalog("Français", "ltr"));
    write_catalog(folder.path(), "ur", small_catalog("اردو", "rtl"));
    write_catalog(folder.path(), "hi", Bytes{1, 2, 3});
    write_catalog(folder.path(), "sw", Bytes{});
    write_catalog(folder.path(), "Not a tag", Bytes{1});
    std::filesystem::create_directories(folder.path() / "es");
    std::filesystem::create_directories(folder.path() / "pt/LC_MESSAGES/outpost-kiosk.mo");
    std::filesystem::create_directories(folder.path() / "si/LC_MESSAGES");
    std::filesystem::create_symlink(folder.path() / "fr/LC_MESSAGES/outpost-kiosk.mo",
                                    folder.path() / "si/LC_MESSAGES/outpost-kiosk.mo");
    std::vector<LeftOut> left_out;
    const auto catalogs = open_catalogs(folder.path().string(), left_out);
    REQUIRE(catalogs);
    std::string tags;
    for (const auto& language : (*catalogs)->languages()) tags += language.tag + " ";
    CHECK(tags == "en fr ur ");
    CHECK((*catalogs)->messages("ur").language().right_to_left);
    CHECK((*catalogs)->messages("fr").text("a") == "word of Français");
    CHECK((*catalogs)->messages("hi").text("a") == "word of English");
    std::string outcomes;
    for (const auto& one : left_out)
        outcomes += one.tag + " " + std::string(code_name(one.error.code)) + "; ";
    CHECK(outcomes == "hi truncated; pt unsupported; si unsupported; sw truncated; ");
}

TEST_CASE("catalogs: too many languages", "[catalog][hostile]") {
    outpost::tests::TemporaryFolder folder;
    write_catalog(folder.path(), "en", small_catalog("English", "ltr"));
    for (char first = 'a'; first <= 'c'; ++first)
        for (char second = 'a'; second <= 'z'; ++second)
            std::filesystem::create_directory(folder.path() / std::string{first, second});
    const auto opened = open_catalogs(folder.path().string());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::TooLong);
}

TEST_CASE("catalogs: every cut and every flipped bit of a small one", "[catalog][hostile]") {
    outpost::tests::TemporaryFolder folder;
    write_catalog(folder.path(), "en", small_catalog("English", "ltr"));
    const auto good = small_catalog("Français", "ltr", "n>1");
    const auto ask = [&](const Bytes& file) {
        write_catalog(folder.path(), "fr", file);
        const auto catalogs = open_catalogs(folder.path().string());
        REQUIRE(catalogs);
        const auto& french = (*catalogs)->messages("fr");
        CHECK_FALSE(french.text("a").empty());
        CHECK_FALSE(french.plural("a", 2).empty());
        return french.language().tag;
    };
    CHECK(ask(good) == "fr");
    for (std::size_t length = 0; length < good.size(); ++length) {
        CAPTURE(length);
        CHECK(ask(Bytes(good.begin(), good.begin() + static_cast<long>(length))) == "en");
    }
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto flipped = good;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        CAPTURE(bit);
        ask(flipped);
    }
}

TEST_CASE("catalogs: rules for plurals that are no rules", "[catalog][hostile]") {
    outpost::tests::TemporaryFolder folder;
    write_catalog(folder.path(), "en", small_catalog("English", "ltr"));
    const std::string rule =
        GENERATE(std::string(400, '('), std::string(399, '!') + "n", std::string("n % 0"),
                 std::string("n ? "), std::string("99999999999999999999"), std::string("n % n"));
    write_catalog(folder.path(), "fr", small_catalog("Français", "ltr", rule));
    const auto catalogs = open_catalogs(folder.path().string());
    REQUIRE(catalogs);
    for (const std::int64_t count : {0, 1, 2, 100})
        CHECK_FALSE((*catalogs)->messages("fr").plural("a", count).empty());
}
