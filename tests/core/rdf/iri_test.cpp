// IRI checks and resolution; the resolution cases are those of RFC 3986 section 5.4.
#include "core/rdf/iri.h"

#include <catch2/catch.hpp>

#include <array>
#include <utility>

using namespace outpost::rdf;

TEST_CASE("iri: references resolve as RFC 3986 section 5.4 lists", "[rdf][iri]") {
    constexpr std::string_view base = "http://a/b/c/d;p?q";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 42> cases{{
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/./x", "http://a/b/c/g#s/./x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"http:g", "http:g"},
    }};
    for (const auto& [reference, target] : cases) {
        INFO(reference);
        CHECK(resolve_iri(base, reference) == target);
    }
    CHECK(resolve_iri("", "a/b") == "a/b");
    CHECK(resolve_iri("http://a", "b") == "http://a/b");
    CHECK(resolve_iri("tag:example", "a") == "tag:a");
}

TEST_CASE("iri: fit for a statement", "[rdf][iri]") {
    struct Case {
        std::string_view text;
        bool in_11;
        bool in_js2;
    };
    constexpr std::array<Case, 13> cases{{{"did:india", true, true},
                                          {"vac:city", true, true},
                                          {"did:Aadhaar Card:********1234", false, true},
                                          {"199912345678", false, false},
                                          {"", false, false},
                                          {":a", false, false},
                                          {"1a:b", false, false},
                                          {"a,b:c", false, true},
                                          {"a b:c", false, false},
                                          {"a:", true, true},
                                          {"http://x/<y>", false, true},
                                          {"http://x/#a#b", false, true},
                                          {"urn:\xC3\xA9", true, true}}};
    for (const auto& item : cases) {
        INFO(item.text);
        CHECK(is_statement_iri(item.text, RdfForm::JsonLd11) == item.in_11);
        CHECK(is_statement_iri(item.text, RdfForm::JsonLdJs2) == item.in_js2);
    }
}

TEST_CASE("iri: language tags and prefixes", "[rdf][iri]") {
    for (const auto* tag : {"en", "de-CH-1996", "zh-Hant-TW", "x-a", "abcdefgh"})
        CHECK(is_language_tag(tag));
    for (const auto* tag : {"", "-", "en-", "e n", "1a", "abcdefghi", "en--x", "en_US"})
        CHECK_FALSE(is_language_tag(tag));
    CHECK(ends_with_gen_delim("https://schema.org/"));
    CHECK(ends_with_gen_delim("https://w3id.org/security#"));
    CHECK_FALSE(ends_with_gen_delim("https://cowin.gov.in/credentials/vaccination/v1"));
    CHECK_FALSE(ends_with_gen_delim(""));
}
