// Context sets: pins, URLs, refusals.
#include "core/rdf/context_set.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using outpost::Errc;
using outpost::rdf::ContextDocument;
using outpost::rdf::ContextSet;

namespace {

constexpr std::string_view text = R"({"@context":{"name":"https://example.org/name"}})";
// printf '%s' '<text>' | sha256sum
constexpr std::string_view digest =
    "91bacdd3f070539c6bd57605d4f7c6b70f79c053f43a2cc61a6d76a0ad3165d8";

}  // namespace

TEST_CASE("context set: find by each URL, exactly", "[rdf]") {
    const std::vector<std::string> urls{"https://example.org/v1", "https://example.org/also"};
    const std::vector<ContextDocument> documents{{text, urls, {}}};
    const auto set = ContextSet::make(documents);
    REQUIRE(set);
    CHECK((*set)->find("https://example.org/v1") != nullptr);
    CHECK((*set)->find("https://example.org/v1") == (*set)->find("https://example.org/also"));
    CHECK((*set)->find("https://example.org/v1/") == nullptr);
    CHECK((*set)->find("") == nullptr);
    REQUIRE((*set)->find_entry("https://example.org/also") != nullptr);
    CHECK((*set)->find_entry("https://example.org/also")->first == "https://example.org/also");
}

TEST_CASE("context set: pins", "[rdf]") {
    const std::vector<std::string> urls{"https://example.org/v1"};
    CHECK(ContextSet::make(std::vector<ContextDocument>{{text, urls, digest}}));
    auto changed = std::string(text);
    for (std::size_t i = 0; i < changed.size(); ++i) {
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto set = ContextSet::make(std::vector<ContextDocument>{{changed, urls, digest}});
        REQUIRE_FALSE(set);
        CHECK(set.error().code == Errc::BadChecksum);
        changed[i] = static_cast<char>(changed[i] ^ 1);
    }
    const auto upper_case =
        ContextSet::make(std::vector<ContextDocument>{{text, urls, std::string(64, 'A')}});
    REQUIRE_FALSE(upper_case);
    CHECK(upper_case.error().code == Errc::BadChecksum);
}

TEST_CASE("context set: refusals", "[rdf]") {
    const std::vector<std::string> urls{"https://example.org/v1"};
    const auto twice =
        ContextSet::make(std::vector<ContextDocument>{{text, urls, {}}, {"{}", urls, {}}});
    REQUIRE_FALSE(twice);
    CHECK(twice.error().code == Errc::Duplicate);
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto prefix =
            ContextSet::make(std::vector<ContextDocument>{{text.substr(0, size), urls, {}}});
        CHECK_FALSE(prefix);
    }
}
