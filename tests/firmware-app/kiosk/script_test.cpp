#include "firmware-app/kiosk/script.h"
#include "firmware-app/kiosk/key_names.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::kiosk;

TEST_CASE("a script is lines of a verb and its words") {
    const auto script = parse_script("# a note\n\n  wait 500\nshow a.png\nhide\ntap digit 4\n");
    REQUIRE(script);
    REQUIRE(script->size() == 4);
    CHECK((*script)[0].line == 3);
    CHECK((*script)[0].verb == "wait");
    CHECK((*script)[3].words == std::vector<std::string>{"digit", "4"});
}

TEST_CASE("what cannot be played is refused with its line") {
    const auto refused = [](std::string_view text, Errc code, std::size_t line) {
        INFO(text);
        const auto script = parse_script(text);
        REQUIRE_FALSE(script);
        CHECK(script.error().code == code);
        CHECK(script.error().offset == line);
    };
    refused("hide\ndance\n", Errc::BadSyntax, 2);
    refused("wait\n", Errc::BadLength, 1);
    refused("hide now\n", Errc::BadLength, 1);
    refused("tap digit 4 5\n", Errc::BadLength, 1);
    CHECK(parse_script("wait \xFF").error().code == Errc::BadUtf8);
    CHECK(parse_script(std::string(script_bytes_max + 1, ' ')).error().code == Errc::TooLong);
}

TEST_CASE("keys have names") {
    CHECK(key_of("yes") == session::KeyId::Yes);
    CHECK(key_of("choose_language") == session::KeyId::ChooseLanguage);
    CHECK(key_of("status_line") == session::KeyId::StatusLine);
    CHECK_FALSE(key_of("none"));
    CHECK_FALSE(key_of(""));
}
