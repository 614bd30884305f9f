// Each code has a name of its own and a row in docs/request-errors.md.
#include "core/intake/item_error.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace outpost;
using intake::ItemCode;

TEST_CASE("item codes: named in snake_case and documented", "[intake]") {
    const auto page = tests::read_text(tests::source_dir() / "docs" / "request-errors.md");
    std::set<std::string> names;
    const auto last = static_cast<unsigned>(ItemCode::Unfinished);
    for (unsigned i = 0; i <= last; ++i) {
        const std::string name(intake::item_code_name(static_cast<ItemCode>(i)));
        CAPTURE(name);
        CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_8") == std::string::npos);
        CHECK(page.find("\n| `" + name + "` |") != std::string::npos);
        names.insert(name);
    }
    CHECK(names.size() == last + 1);
    CHECK(intake::item_code_name(ItemCode::BadSyntax) == "bad_syntax");
    CHECK(intake::item_code_name(ItemCode::Required) == "required");
    CHECK(intake::item_code_name(ItemCode::ControlCharacter) == "control_character");
    CHECK(intake::item_code_name(ItemCode::WalkIn) == "walk_in");
    CHECK(intake::item_code_name(ItemCode::FileUnsigned) == "file_unsigned");
    CHECK(intake::item_code_name(ItemCode::Unfinished) == "unfinished");
}
