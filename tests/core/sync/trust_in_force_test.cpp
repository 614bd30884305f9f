// The list of what is installed, read back.
#include "tests/core/sync/bundles.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::tests;

namespace {

sync::Installed sample() {
    sync::Installed installed;
    installed.sequence_floor = 9;
    installed.signed_floor = noon;
    installed.roots = {1, {root_of(100), root_of(101, {trust::RootPurpose::Message})}};
    installed.roots.keys.back().not_after = noon;
    installed.current = {8, noon, {std::string(64, 'a'), std::string(64, 'b')}};
    return installed;
}

}  // namespace

TEST_CASE("installed: what is written is read", "[sync]") {
    auto installed = sample();
    for (const bool has_previous : {false, true}) {
        if (has_previous) installed.previous = {7, noon, {std::string(64, 'c')}};
        const auto text = sync::write_installed(installed);
        const auto read = sync::parse_installed(text);
        REQUIRE(read);
        CHECK(sync::write_installed(*read) == text);
        CHECK(read->previous.has_value() == has_previous);
        CHECK(read->roots.keys.back().purposes ==
              std::vector<trust::RootPurpose>{trust::RootPurpose::Message});
    }
}

TEST_CASE("installed: what names no bundle is refused", "[sync]") {
    const auto text = sync::write_installed(sample());
    const auto with = [&](std::string_view id) {
        auto changed = text;
        const auto at = changed.find(std::string(64, 'a'));
        return sync::parse_installed(changed.replace(at, 64, id)).error().code;
    };
    CHECK(with("../../etc/passwd") == Errc::BadValue);
    CHECK(with("") == Errc::BadValue);
    CHECK(with(std::string(64, 'A')) == Errc::BadValue);
    CHECK(with(std::string(62, 'a')) == Errc::BadValue);
    auto unknown = text;
    unknown.insert(1, R"("more":1,)");
    CHECK(sync::parse_installed(unknown).error().code == Errc::Unsupported);
    auto later = text;
    later.replace(later.find(R"(installed":1)"), 12, R"(installed":2)");
    CHECK(sync::parse_installed(later).error().code == Errc::Unsupported);
}
