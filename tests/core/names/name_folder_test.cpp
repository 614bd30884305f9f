#include "core/names/name_folder.h"

#include <catch2/catch.hpp>

using outpost::names::NameFolder;

TEST_CASE("one person's name is one however it is written") {
    const auto folder = NameFolder::make();
    REQUIRE(folder);
    CHECK(folder->folded("Amina KHALID") == folder->folded("khalid, Amína"));
    CHECK(folder->folded("Jos\u00e9 Mu\u00f1oz") == folder->folded("JOSE\u0301 MUNOZ"));
    CHECK(folder->folded("O'Brien") == folder->folded("O\u2019BRIEN"));
    CHECK(folder->folded("Stra\u00dfer") == folder->folded("STRASSER"));
    CHECK(folder->folded("Amina Khalid") != folder->folded("Amina Khalil"));
    // Vowel signs are part of the name.
    CHECK(folder->folded("\u0930\u093e\u092e") != folder->folded("\u0930\u092e"));
    CHECK(folder->folded("\u0628\u062f\u0631") == "\u0628\u062f\u0631");
}

TEST_CASE("initials are A to Z where the script has case") {
    const auto folder = NameFolder::make();
    REQUIRE(folder);
    CHECK(folder->initials("Amina Khalid") == "A. K.");
    CHECK(folder->initials("\u00c1mina de la Cruz") == "A. C.");
    CHECK(folder->initials("jan van der Berg") == "J. B.");
    CHECK(folder->initials("\u00d8rsted") == "O.");
    CHECK(folder->initials("\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432") ==
          "I. P.");
    CHECK(folder->initials("D'Angelo") == "D.");
    CHECK(folder->initials("\u0930\u093e\u092e \u0936\u0930\u094d\u092e\u093e") ==
          "\u0930\u093e \u0936");
}

TEST_CASE("what is no name has neither") {
    const auto folder = NameFolder::make();
    REQUIRE(folder);
    for (const auto& text : {std::string(), std::string("123 --"), std::string("\xFF\xFE"),
                             std::string(outpost::names::name_bytes_max + 1, 'a'),
                             std::string("\u202e"), std::string("\u0301\u0301")}) {
        CHECK(folder->folded(text).empty());
        CHECK(folder->initials(text).empty());
    }
    CHECK(folder->initials("van de") == "V. D.");
}
