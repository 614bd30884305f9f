#include "core/toml/settings_text.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::toml_text;

TEST_CASE("settings come with their section and line") {
    const auto lines = read_settings_text(
        "# a note: é\n"
        "name = \"Poste é\"\n"
        "[screen]\n"
        "large = true\n"
        "diagonal_in = 7.5\n"
        "width = 800\n"
        "[a.b]\n"
        "list = [\"one\", \"two\"]\n");
    REQUIRE(lines);
    REQUIRE(lines->size() == 5);
    CHECK((*lines)[0].section.empty());
    CHECK(std::get<std::string>((*lines)[0].value) == "Poste é");
    CHECK((*lines)[1].section == "screen");
    CHECK(std::get<bool>((*lines)[1].value));
    CHECK((*lines)[2].line == 5);
    CHECK(std::get<double>((*lines)[2].value) == 7.5);
    CHECK(std::get<std::int64_t>((*lines)[3].value) == 800);
    CHECK((*lines)[4].section == "a.b");
    CHECK(std::get<std::vector<std::string>>((*lines)[4].value) ==
          std::vector<std::string>{"one", "two"});
}

TEST_CASE("what is no setting is refused with its line") {
    const auto refused = [](std::string_view text, Errc code, std::size_t line) {
        INFO(text);
        const auto lines = read_settings_text(text);
        REQUIRE_FALSE(lines);
        CHECK(lines.error().code == code);
        CHECK(lines.error().offset == line);
    };
    refused("a = 1\nb = \n", Errc::BadSyntax, 2);
    refused("a = 1\na = 2\n", Errc::BadSyntax, 2);
    refused("\n\nd = 2026-01-01\n", Errc::Unsupported, 3);
    refused("l = [1, 2]\n", Errc::Unsupported, 1);
    refused("[[many]]\na = 1\n", Errc::Unsupported, 1);
    refused("ok = 1\nk\xC3\xA9 = 1\n", Errc::BadSyntax, 2);
    CHECK(read_settings_text("a = \"\xFF\"").error().code == Errc::BadUtf8);
    CHECK(read_settings_text(std::string(settings_bytes_max + 1, ' ')).error().code ==
          Errc::TooLong);
    CHECK(read_settings_text("").value().empty());
}
