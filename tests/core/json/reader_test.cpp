// Strict JSON: what is read, what is refused, and what a text may cost.
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::json;

namespace {

std::string repeated(std::string_view part, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
}

std::string quoted_run(std::size_t count, char c) {
    std::string out(count + 2, c);
    out.front() = out.back() = '"';
    return out;
}

std::string nested_arrays(std::size_t depth) {
    return repeated("[", depth) + repeated("]", depth);
}

std::string object_with_members(std::size_t count) {
    std::string out = "{";
    for (std::size_t i = 0; i < count; ++i) {
        out += i == 0 ? "\"m" : ",\"m";
        out.append(std::to_string(i)).append("\":").append(std::to_string(i));
    }
    out += '}';
    return out;
}

Errc code_of(std::string_view text, const ReadLimits& limits = {}) {
    const auto document = read(text, limits);
    REQUIRE_FALSE(document);
    return document.error().code;
}

}  // namespace

TEST_CASE("json: accepted and refused texts", "[json][vectors]") {
    const auto vectors = tests::load_vectors("json/reader.vec");
    REQUIRE(vectors.size() == 91);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto text = v.text("Text");
            const auto document = read(text);
            if (document) {
                CHECK(v.text("Outcome") == "OK");
            } else {
                CHECK(code_name(document.error().code) == v.text("Outcome"));
                CHECK(document.error().offset <= text.size());
            }
        }
    }
}

TEST_CASE("json: every kind of value", "[json]") {
    const auto document =
        *read(R"({"s":"a\u00e9\ud83d\ude00\n","i":-7,"d":2.50,"t":true,"f":false,"n":null,)"
              R"("a":[1,[2],{}],"o":{"x":"y"}})");
    const auto& root = document.root();
    REQUIRE(root.is_object());
    CHECK(root.members().size() == 8);
    CHECK(root.members()[1].name == "i");
    CHECK(root.text_of("s") == "a\xC3\xA9\xF0\x9F\x98\x80\n");
    CHECK(root.find("i")->as_integer() == -7);
    CHECK(root.find("i")->number_text() == "-7");
    CHECK(root.find("i")->as_double() == -7.0);
    CHECK(root.find("d")->kind() == Kind::Double);
    CHECK(root.find("d")->as_double() == 2.5);
    CHECK(root.find("d")->number_text() == "2.50");
    CHECK(root.find("t")->as_boolean());
    CHECK_FALSE(root.find("f")->as_boolean());
    CHECK(root.find("n")->is_null());
    REQUIRE(root.find("a")->items().size() == 3);
    CHECK(root.find("a")->items()[1].items()[0].as_integer() == 2);
    CHECK(root.find("a")->items()[2].members().empty());
    CHECK(root.find("o")->text_of("x") == "y");
    CHECK(root.find("absent") == nullptr);
    CHECK(root.text_of("i").empty());
    CHECK(root.find("s")->find("x") == nullptr);
}

TEST_CASE("json: integers beyond 64 bits keep their text", "[json]") {
    const auto document = *read(
        "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809,"
        "18446744073709551615,18446744073709551616,-0,-0.0,1E2]");
    const auto items = document.root().items();
    CHECK(items[0].as_integer() == INT64_MAX);
    CHECK(items[1].kind() == Kind::Double);
    CHECK(items[1].number_text() == "9223372036854775808");
    CHECK(items[1].as_double() == 9223372036854775808.0);
    CHECK(items[2].as_integer() == INT64_MIN);
    CHECK(items[3].kind() == Kind::Double);
    CHECK(items[3].number_text() == "-9223372036854775809");
    CHECK(items[4].number_text() == "18446744073709551615");
    CHECK(items[5].number_text() == "18446744073709551616");
    CHECK(items[6].as_integer() == 0);
    CHECK(items[6].number_text() == "-0");
    CHECK(items[7].number_text() == "-0.0");
    CHECK(items[8].kind() == Kind::Double);
    CHECK(items[8].number_text() == "1E2");
}

TEST_CASE("json: a refusal names its place", "[json]") {
    CHECK(tests::outcome_of(read(R"({"a":1,"a":2})")) == "duplicate@9");
    CHECK(tests::outcome_of(read("[1,x]")) == "bad_syntax@3");
    CHECK(tests::outcome_of(read("{} x")) == "trailing_data@3");
    CHECK(tests::outcome_of(read("\"ab\xFF\"")) == "bad_utf8@3");
    CHECK(tests::outcome_of(read("[1")) == "truncated@1");
    CHECK(tests::outcome_of(read("")) == "truncated@0");
}

TEST_CASE("json: depth", "[json]") {
    CHECK(read(nested_arrays(32)));
    CHECK(code_of(nested_arrays(33)) == Errc::TooDeep);
    CHECK(code_of(repeated("{\"a\":", 33) + "1" + repeated("}", 33)) == Errc::TooDeep);
    CHECK(code_of(repeated("[", 60000)) == Errc::TooDeep);
    CHECK(read("[[1],[[2]]]", {100, 3, 100}));
    CHECK(code_of("[[1],[[2]]]", {100, 2, 100}) == Errc::TooDeep);
    CHECK(read("1", {100, 0, 100}));
    CHECK(code_of("[]", {100, 0, 100}) == Errc::TooDeep);
    CHECK(read(nested_arrays(depth_ceiling), {4096, 100000, 4096}));
    CHECK(code_of(nested_arrays(depth_ceiling + 1), {4096, 100000, 4096}) == Errc::TooDeep);
}

TEST_CASE("json: number of values and bytes", "[json]") {
    CHECK(read("[1,2,3]", {100, 4, 4}));
    CHECK(code_of("[1,2,3]", {100, 4, 3}) == Errc::TooLong);
    CHECK(read(R"({"a":{"b":1}})", {100, 4, 3}));
    CHECK(code_of(R"({"a":{"b":1}})", {100, 4, 2}) == Errc::TooLong);
    auto many = repeated("0,", 16384);
    many.insert(0, "[").append("0]");
    CHECK(code_of(many) == Errc::TooLong);
    CHECK(read("[1]", {3, 4, 4}));
    CHECK(code_of("[1]", {2, 4, 4}) == Errc::TooLong);
    CHECK(read(quoted_run(64 * 1024 - 2, 'a')));
    CHECK(code_of(quoted_run(64 * 1024 - 1, 'a')) == Errc::TooLong);
    CHECK(read(quoted_run(64 * 1024 - 2, ',')));
}

TEST_CASE("json: duplicate names among few and many members", "[json]") {
    for (const std::size_t count : {1U, 15U, 16U, 17U, 18U, 100U, 3000U}) {
        const auto text = object_with_members(count);
        CAPTURE(count);
        const auto document = read(text);
        REQUIRE(document);
        CHECK(document->root().members().size() == count);
        CHECK(document->root().members().back().value.as_integer() ==
              static_cast<std::int64_t>(count) - 1);
        for (const std::size_t again : {std::size_t{0}, count / 2, count - 1}) {
            auto twice = text;
            twice.pop_back();
            twice.append(",\"m").append(std::to_string(again)).append("\":0}");
            CHECK(code_of(twice) == Errc::Duplicate);
        }
    }
}

TEST_CASE("json: a document may move", "[json]") {
    auto document = *read(R"({"name":"a text that is longer than any small buffer"})");
    const auto text = document.root().text_of("name");
    const auto moved = std::move(document);
    CHECK(moved.root().text_of("name") == "a text that is longer than any small buffer");
    CHECK(moved.root().text_of("name").data() == text.data());
}

TEST_CASE("json: every prefix of a credential is refused", "[json]") {
    const auto text = tests::read_text(tests::data_dir() / "bytes" / "v3-dose1.rsa.signed.json");
    REQUIRE(read(text));
    CHECK(write(read(text)->root()) == text);
    for (std::size_t size = 0; size < text.size(); ++size) {
        CAPTURE(size);
        REQUIRE(code_of(std::string_view(text).substr(0, size)) == Errc::Truncated);
    }
}

TEST_CASE("json: every changed bit is read or refused", "[json]") {
    const std::string text =
        R"({"a":[1,-2.5e3,"x\u00e9\n",true,null],"b":{"c":"\ud83d\ude00"},"":false})";
    REQUIRE(read(text));
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        CAPTURE(bit, changed);
        const auto document = read(changed);
        if (!document) {
            ++refused;
            continue;
        }
        const auto written = write(document->root());
        const auto again = read(written);
        REQUIRE(again);
        REQUIRE(write(again->root()) == written);
    }
    CHECK(refused > text.size() * 3);  // the highest bits alone make a third of them
}
