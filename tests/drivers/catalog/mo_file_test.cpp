#include "drivers/catalog/mo_file.h"

#include "core/base/error.h"
#include "tests/drivers/catalog/mo_writer.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using outpost::tests::make_mo;
using outpost::tests::mo_header;
using outpost::tests::put_u32;

namespace {

std::string outcome(const Bytes& file) {
    const auto checked = check_mo_file(file);
    return checked ? "OK" : std::string(code_name(checked.error().code));
}

Bytes good() {
    return make_mo({{"", mo_header("(n != 1)")}, {"a", "one"}, {"b", "two"}});
}

}  // namespace

TEST_CASE("mo file: a small good one", "[catalog]") {
    CHECK(outcome(good()) == "OK");
}

TEST_CASE("mo file: cut at every length", "[catalog][hostile]") {
    const auto file = good();
    for (std::size_t length = 0; length < file.size(); ++length) {
        CAPTURE(length);
        const auto cut = outcome(Bytes(file.begin(), file.begin() + static_cast<long>(length)));
        CHECK((cut == "truncated" || cut == "bad_length"));
    }
}

TEST_CASE("mo file: tables that lead outside", "[catalog][hostile]") {
    struct Change {
        std::size_t at;
        std::uint32_t value;
        const char* outcome;
    };
    const auto row =
        GENERATE(Change{0, 0xDE120495U, "unsupported"},  // the other byte order
                 Change{4, 1, "unsupported"}, Change{8, 0, "bad_length"},
                 Change{8, 0xFFFFFFFFU, "too_long"}, Change{8, 9'999, "truncated"},
                 Change{12, 0xFFFFFFFFU, "truncated"}, Change{16, 0xFFFFFFF8U, "truncated"},
                 Change{20, 1, "bad_length"}, Change{20, 0xFFFFFFFFU, "bad_length"},
                 Change{28, 0xFFFFFFFFU, "truncated"},  // length of the first key
                 Change{32, 0xFFFFFFFFU, "truncated"},  // its place
                 Change{28, 1, "bad_length"});          // not up to its NUL
    auto file = good();
    put_u32(file, row.at, row.value);
    CAPTURE(row.at, row.value);
    CHECK(outcome(file) == row.outcome);
}

TEST_CASE("mo file: hash table with a slot that leads outside", "[catalog][hostile]") {
    auto file = good();
    const auto at = static_cast<std::uint32_t>(file.size());
    put_u32(file, 20, 5);
    put_u32(file, 24, at);
    file.resize(file.size() + 20);
    CHECK(outcome(file) == "OK");
    put_u32(file, at + 8, 4);
    CHECK(outcome(file) == "bad_length");
}

TEST_CASE("mo file: headers that are refused", "[catalog][hostile]") {
    CHECK(outcome(make_mo({{"a", "one"}})) == "bad_syntax");
    CHECK(outcome(make_mo({{"", "Content-Type: text/plain; charset=KOI8-R\nplural=0;\n"}})) ==
          "unsupported");
    CHECK(outcome(make_mo({{"", "Content-Type: text/plain; charset=UTF-8\n"}})) == "bad_syntax");
    CHECK(outcome(make_mo({{"", mo_header("n/0")}})) == "bad_syntax");
    CHECK(outcome(make_mo({{"", mo_header("")}})) == "bad_syntax");
    CHECK(outcome(make_mo({{"", mo_header(std::string(100'000, '('))}})) == "too_long");
}

TEST_CASE("mo file: strings that are refused", "[catalog][hostile]") {
    const auto header = mo_header("0");
    CHECK(outcome(make_mo({{"", header}, {"a", "\xFF"}})) == "bad_utf8");
    CHECK(outcome(make_mo({{"", header}, {"a", "\x1B[2J"}})) == "bad_character");
    CHECK(outcome(make_mo({{"", header}, {"b", "x"}, {"a", "y"}})) == "bad_syntax");
    CHECK(outcome(make_mo({{"", header}, {"a", "x"}, {"a", "y"}})) == "bad_syntax");
    CHECK(outcome(Bytes(mo_file_bytes_max + 1)) == "too_long");
}
