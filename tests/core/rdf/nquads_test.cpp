// N-Quads: the grammar, the limits, both ways of escaping, and text that is damaged everywhere.
#include "core/rdf/nquads.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::rdf;

namespace {

constexpr std::string_view specimen =
    "_:a.1 <a:\\u00E9> \"x\\t\\U0001F303\\\"\"@en-GB _:g .\r\n"
    "<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> . # note\n";

// What is accepted must read back as the same quads.
void check_round_trip(std::string_view text) {
    const auto first = parse_nquads(text);
    if (!first) {
        CHECK(first.error().offset <= text.size());
        return;
    }
    const auto again = parse_nquads(write_nquads(*first));
    REQUIRE(again);
    REQUIRE(again->quads == first->quads);
}

std::string line_of(std::string_view literal, Escaping escaping) {
    const Quad quad{{TermKind::Iri, "a:s", {}, {}},
                    {TermKind::Iri, "a:p", {}, {}},
                    {TermKind::Literal, literal, xsd_string, {}},
                    {}};
    std::string line = "before ";
    append_nquad(line, quad, escaping);
    return line;
}

}  // namespace

TEST_CASE("nquads: grammar vectors", "[rdf][vectors]") {
    const auto vectors = tests::load_vectors("rdf/nquads.vec");
    REQUIRE(vectors.size() >= 45);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto text = v.text("Text");
            const auto dataset = parse_nquads(text);
            REQUIRE(tests::outcome_of(dataset) == v.text("Outcome"));
            if (!dataset) continue;
            CHECK(write_nquads(*dataset) == v.text("Written"));
            check_round_trip(text);
        }
    }
}

TEST_CASE("nquads: terms carry kind, datatype and language", "[rdf]") {
    const auto dataset = parse_nquads(specimen);
    REQUIRE(dataset);
    REQUIRE(dataset->quads.size() == 2);
    const auto& quad = dataset->quads[0];
    CHECK(quad.subject == Term{TermKind::BlankNode, "a.1", {}, {}});
    CHECK(quad.predicate == Term{TermKind::Iri, "a:\xC3\xA9", {}, {}});
    CHECK(quad.object ==
          Term{TermKind::Literal, "x\t\xF0\x9F\x8C\x83\"", rdf_lang_string, "en-GB"});
    CHECK(quad.graph == Term{TermKind::BlankNode, "g", {}, {}});
    CHECK(dataset->quads[1].graph.kind == TermKind::None);
    CHECK(dataset->quads[1].object.datatype == "http://www.w3.org/2001/XMLSchema#integer");
}

TEST_CASE("nquads: the dataset outlives the text and moves", "[rdf]") {
    Dataset dataset;
    {
        const std::string text(specimen);
        auto parsed = parse_nquads(text);
        REQUIRE(parsed);
        dataset = std::move(*parsed);
    }
    CHECK(dataset.quads[0].subject.value == "a.1");
}

TEST_CASE("nquads: limits", "[rdf]") {
    const std::string_view two = "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> .\n";
    CHECK(parse_nquads(two, {two.size(), 2}));
    CHECK(tests::outcome_of(parse_nquads(two, {two.size() - 1, 2})) == "too_long@39");
    CHECK(tests::outcome_of(parse_nquads(two, {two.size(), 1})) == "too_long@20");
}

TEST_CASE("nquads: two ways of escaping", "[rdf]") {
    const std::string_view text("\\\"\n\r\t\b\f\x01\x7F'\xE2\x82\xAC", 13);
    CHECK(line_of(text, Escaping::Rdfc10) ==
          "before <a:s> <a:p> \"\\\\\\\"\\n\\r\\t\\b\\f\\u0001\\u007F'\xE2\x82\xAC\" .\n");
    CHECK(line_of(text, Escaping::Urdna2015) ==
          "before <a:s> <a:p> \"\\\\\\\"\\n\\r\t\b\f\x01\x7F'\xE2\x82\xAC\" .\n");
}

TEST_CASE("nquads: an escape is seen at every place of a literal of any length", "[rdf]") {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            std::string plain(size, '\x80');
            plain[place] = '\x1F';
            auto expected = std::string(size, '\x80').replace(place, 1, "\\u001F");
            REQUIRE(line_of(plain, Escaping::Rdfc10) ==
                    "before <a:s> <a:p> \"" + expected + "\" .\n");
            plain[place] = '\n';
            expected = std::string(size, '\x80').replace(place, 1, "\\n");
            REQUIRE(line_of(plain, Escaping::Urdna2015) ==
                    "before <a:s> <a:p> \"" + expected + "\" .\n");
        }
    }
}

TEST_CASE("nquads: every prefix and every bit flip is read or refused", "[rdf][hostile]") {
    for (std::size_t size = 0; size <= specimen.size(); ++size)
        check_round_trip(specimen.substr(0, size));
    for (std::size_t at = 0; at < specimen.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string damaged(specimen);
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ 1U << bit);
            check_round_trip(damaged);
        }
    }
}

TEST_CASE("dataset: repeated quads go, the first stays in its place", "[rdf]") {
    auto dataset = parse_nquads(
        "<a:2> <a:p> \"x\" .\n<a:1> <a:p> _:b .\n<a:2> <a:p> \"x\" .\n<a:2> <a:p> \"x\"@en .\n"
        "<a:2> <a:p> \"x\" <a:g> .\n<a:1> <a:p> _:b .\n<a:1> <a:p> <b:b> .\n");
    REQUIRE(dataset);
    dataset->remove_duplicates();
    CHECK(write_nquads(*dataset) ==
          "<a:2> <a:p> \"x\" .\n<a:1> <a:p> _:b .\n<a:2> <a:p> \"x\"@en .\n"
          "<a:2> <a:p> \"x\" <a:g> .\n<a:1> <a:p> <b:b> .\n");
    Dataset nothing;
    nothing.remove_duplicates();
    CHECK(nothing.quads.empty());
}
