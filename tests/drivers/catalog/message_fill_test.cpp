#include "core/ports/message_fill.h"

#include <catch2/catch.hpp>

#include <string>

using outpost::fill;
using outpost::Filling;

namespace {
std::string isolated(const std::string& text) {
    return "\u2068" + text + "\u2069";
}
}  // namespace

TEST_CASE("fill: values go into their places, isolated", "[messages]") {
    CHECK(fill("Part {n} of {total} read", {{"n", "2"}, {"total", "3"}}) ==
          "Part " + isolated("2") + " of " + isolated("3") + " read");
    CHECK(fill("{n}{n}", {{"n", "1"}}) == isolated("1") + isolated("1"));
    CHECK(fill("no place", {{"n", "1"}}) == "no place");
    CHECK(fill("", {{"n", "1"}}).empty());
    CHECK(fill("{n}", {{"n", ""}}) == isolated(""));
}

TEST_CASE("fill: braces that are not ours stay", "[messages]") {
    CHECK(fill("{other} {n", {{"n", "1"}}) == "{other} {n");
    CHECK(fill("} {} {", {{"n", "1"}}) == "} {} {");
    CHECK(fill("{{n}}", {{"n", "1"}}) == "{" + isolated("1") + "}");
    CHECK(fill("{{{", {{"n", "1"}}) == "{{{");
    CHECK(fill("{a{n}", {{"n", "1"}}) == "{a" + isolated("1"));
}

TEST_CASE("fill: a value is never filled again", "[messages]") {
    CHECK(fill("{a} {b}", {{"a", "{b}"}, {"b", "{a}"}}) == isolated("{b}") + " " + isolated("{a}"));
    CHECK(fill("{a}b}", {{"a", "{"}, {"b", "x"}}) == isolated("{") + "b}");
}

TEST_CASE("fill: a value can not leave its isolate", "[messages][hostile]") {
    CHECK(fill("{a}", {{"a", "x\u2069\u202Ey\u2066z\u202C"}}) == isolated("xyz"));
    CHECK(fill("{a}", {{"a", "x\ny\x7Fz"}}) == isolated("x y z"));
    CHECK(fill("{a}", {{"a", "\u200Fක්‍ෂ\u2014"}}) == isolated("\u200Fක්‍ෂ\u2014"));
    CHECK(fill("{a}", {{"a", "\xE2\x81"}}) == isolated("\xE2\x81"));  // cut: not ours to mend
}
