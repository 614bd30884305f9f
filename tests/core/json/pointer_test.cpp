#include "core/json/pointer.h"

#include "core/json/reader.h"

#include <catch2/catch.hpp>

using namespace outpost;

TEST_CASE("json pointer: the examples of RFC 6901 section 5", "[json]") {
    const auto document =
        json::read(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8,"~1":9})");
    REQUIRE(document);
    const auto& root = document->root();
    CHECK(json::value_at(root, "") == &root);
    CHECK(json::value_at(root, "/foo")->is_array());
    CHECK(json::value_at(root, "/foo/0")->as_string() == "bar");
    CHECK(json::value_at(root, "/")->as_integer() == 0);
    CHECK(json::value_at(root, "/a~1b")->as_integer() == 1);
    CHECK(json::value_at(root, "/c%d")->as_integer() == 2);
    CHECK(json::value_at(root, "/m~0n")->as_integer() == 8);
    CHECK(json::value_at(root, "/~01")->as_integer() == 9);
    for (const auto* absent : {"foo", "/none", "/foo/2", "/foo/-", "/foo/x", "/foo/", "/a/b"})
        CHECK(json::value_at(root, absent) == nullptr);
}

TEST_CASE("json pointer: steps and the walk name the same places", "[json]") {
    CHECK(json::pointer_step("plain") == "plain");
    CHECK(json::pointer_step("a/b~c") == "a~1b~0c");
    const auto document = json::read(R"({"a/b":{"x":[1,{"~":true}]},"n":null})");
    REQUIRE(document);
    std::string seen;
    json::walk_scalars(document->root(), {}, [&](const std::string& pointer, const auto& value) {
        CHECK(json::value_at(document->root(), pointer)->kind() == value.kind());
        seen += pointer + " ";
    });
    CHECK(seen == "/a~1b/x/0 /a~1b/x/1/~0 /n ");
}
