// Canonicalization: known answers, independence of labels and order, limits, hostile graphs.
#include "core/rdf/canonical.h"

#include "tests/core/rdf/literal_canonical.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <random>

using namespace outpost;
using namespace outpost::rdf;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) {
    return random() % end;
}

Dataset parse(const std::string& text) {
    auto dataset = parse_nquads(text);
    REQUIRE(dataset);
    return std::move(*dataset);
}

std::string edge(std::size_t from, std::size_t to) {
    return "_:n" + std::to_string(from) + " <a:p> _:n" + std::to_string(to) + " .\n";
}

std::string cycle(std::size_t size, std::size_t first = 0) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += edge(first + i, first + (i + 1) % size);
    return text;
}

std::string chain(std::size_t size) {
    std::string text;
    for (std::size_t i = 1; i < size; ++i) text += edge(i - 1, i);
    return text;
}

std::string clique(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j)
            if (i != j) text += edge(i, j);
    return text;
}

// The same dataset with other labels, other order and some quads twice.
Dataset disguised(const Dataset& dataset, Random& random) {
    Dataset copy;
    copy.quads = dataset.quads;
    std::map<std::string_view, std::string_view> labels;
    std::vector<std::size_t> numbers;
    const auto rename = [&](Term& term) {
        if (term.kind != TermKind::BlankNode) return;
        auto& label = labels[term.value];
        while (label.empty()) {
            const auto number = below(random, 100000);
            if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) continue;
            numbers.push_back(number);
            label = copy.keep("x" + std::to_string(number));
        }
        term.value = label;
    };
    for (auto& quad : copy.quads)
        for (auto* term : {&quad.subject, &quad.predicate, &quad.object, &quad.graph})
            rename(*term);
    if (!copy.quads.empty()) {
        const auto again = copy.quads[below(random, copy.quads.size())];
        copy.quads.push_back(again);
    }
    std::shuffle(copy.quads.begin(), copy.quads.end(), random);
    return copy;
}

std::string random_graph(Random& random) {
    const auto nodes = 2 + below(random, 4);
    const auto edges = 1 + below(random, 8);
    const auto node = [&] { return "_:n" + std::to_string(below(random, nodes)); };
    std::string text;
    for (std::size_t i = 0; i < edges; ++i) {
        const auto shape = below(random, 8);
        text += (shape == 0 ? "<a:s>" : node()) + (shape < 6 ? " <a:p> " : " <a:q> ");
        text += (shape == 1 ? "\"x\"" : node()) + " ";
        if (shape == 2) text += "<a:g> ";
        if (shape == 3) text += node() + " ";
        text += ".\n";
    }
    return text;
}

std::string canonical(const Dataset& dataset, const CanonicalOptions& options = {}) {
    const auto lines = canonical_nquads(dataset, options);
    REQUIRE(lines);
    return *lines;
}

std::string hex(ByteView bytes) {
    std::string text;
    for (const auto byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

}  // namespace

TEST_CASE("canonical: a DIVOC credential and its hash", "[rdf]") {
    // Origin: made for this project with the libraries that DIVOC's signer uses.
    const auto expected = tests::read_text(tests::data_dir() / "rdf" / "divoc-credential.nq");
    const auto dataset = parse(expected);
    const auto options = CanonicalOptions::urdna2015();
    CHECK(canonical(dataset, options) == expected);
    Random random(1);
    for (int i = 0; i < 50; ++i) {
        const auto other = disguised(dataset, random);
        REQUIRE(canonical(other, options) == expected);
        const auto hash = canonical_hash(other, options);
        REQUIRE(hash);
        REQUIRE(hex(*hash) == "475bafea17077df14d54dd77c3845d03826e2db548d189f64332195e37dc3172");
    }
}

TEST_CASE("canonical: nothing, and no blank nodes", "[rdf]") {
    CHECK(canonical(Dataset{}).empty());
    const auto form = canonicalize(parse("<a:b> <a:p> <a:o> .\n<a:a> <a:p> <a:o> <a:g> .\n"
                                         "<a:b> <a:p> <a:o> .\n<a:a> <a:p> <a:o> .\n"),
                                   {});
    REQUIRE(form);
    CHECK(form->nquads == "<a:a> <a:p> <a:o> .\n<a:a> <a:p> <a:o> <a:g> .\n<a:b> <a:p> <a:o> .\n");
    CHECK(form->identifiers.empty());
}

TEST_CASE("canonical: the identifier map is in canonical order", "[rdf]") {
    const auto form = canonicalize(parse(chain(20)), {});
    REQUIRE(form);
    REQUIRE(form->identifiers.size() == 20);
    for (std::size_t i = 0; i < 20; ++i)
        CHECK(form->identifiers[i].second == "c14n" + std::to_string(i));
    std::vector<std::string> labels;
    for (const auto& [label, identifier] : form->identifiers) labels.push_back(label);
    std::sort(labels.begin(), labels.end());
    CHECK(std::adjacent_find(labels.begin(), labels.end()) == labels.end());
}

TEST_CASE("canonical: agrees with the letter of the recommendation", "[rdf]") {
    Random random(2);
    for (int i = 0; i < 1500; ++i) {
        const auto text = random_graph(random);
        const auto dataset = parse(text);
        INFO(text);
        const auto expected = tests::literal_canonical_nquads(dataset);
        REQUIRE(canonical(dataset) == expected);
        REQUIRE(canonical(disguised(dataset, random)) == expected);
    }
    for (const auto& text : {cycle(3), cycle(6), cycle(3) + cycle(3, 3), clique(3), clique(4),
                             chain(12), cycle(5) + edge(0, 9) + edge(3, 8)}) {
        INFO(text);
        REQUIRE(canonical(parse(text)) == tests::literal_canonical_nquads(parse(text)));
    }
}

TEST_CASE("canonical: symmetric graphs do not depend on labels or order", "[rdf]") {
    Random random(3);
    CanonicalOptions sha384;
    sha384.hash = HashAlgorithm::Sha384;
    for (const auto& text : {cycle(7), cycle(40), clique(5), cycle(4) + cycle(4, 10), chain(60),
                             cycle(20) + edge(0, 10)}) {
        const auto dataset = parse(text);
        const auto expected = canonical(dataset);
        const auto expected_384 = canonical(dataset, sha384);
        for (int i = 0; i < 5; ++i) {
            REQUIRE(canonical(disguised(dataset, random)) == expected);
            REQUIRE(canonical(disguised(dataset, random), sha384) == expected_384);
        }
    }
}

TEST_CASE("canonical: different graphs stay different", "[rdf]") {
    CHECK(canonical(parse(cycle(6))) != canonical(parse(cycle(3) + cycle(3, 3))));
    CHECK(canonical(parse(chain(3))) != canonical(parse(edge(0, 1) + edge(2, 1))));
}

TEST_CASE("canonical: blank nodes as predicates take part", "[rdf]") {
    const auto blank = [](std::string_view label) {
        return Term{TermKind::BlankNode, label, {}, {}};
    };
    Dataset dataset;
    dataset.quads = {{blank("a"), blank("p"), blank("b"), {}},
                     {blank("b"), blank("q"), blank("a"), {}},
                     {blank("p"), blank("p"), blank("q"), {}}};
    const auto expected = canonical(dataset);
    Random random(4);
    for (int i = 0; i < 20; ++i) CHECK(canonical(disguised(dataset, random)) == expected);
}

TEST_CASE("canonical: line order by code points or by UTF-16 code units", "[rdf]") {
    const auto dataset = parse(
        "<a:s> <a:p> \"\xF0\x9F\x8C\x83\" .\n<a:s> <a:p> \"\xEF\xBD\x81\" .\n"
        "<a:s> <a:p> \"\xED\x9F\xBF\" .\n<a:s> <a:p> \"\xF0\x9F\x8C\x84\" .\n"
        "<a:s> <a:p> \"\" .\n");
    const std::string first = "<a:s> <a:p> \"\" .\n<a:s> <a:p> \"\xED\x9F\xBF\" .\n";
    const std::string halfwidth = "<a:s> <a:p> \"\xEF\xBD\x81\" .\n";
    const std::string night =
        "<a:s> <a:p> \"\xF0\x9F\x8C\x83\" .\n<a:s> <a:p> \"\xF0\x9F\x8C\x84\" .\n";
    CHECK(canonical(dataset) == first + halfwidth + night);
    CHECK(canonical(dataset, CanonicalOptions::urdna2015()) == first + night + halfwidth);
}

TEST_CASE("canonical: the two algorithms escape differently", "[rdf]") {
    const auto dataset = parse("<a:s> <a:p> \"\\t\\n\" .\n");
    CHECK(canonical(dataset) == "<a:s> <a:p> \"\\t\\n\" .\n");
    CHECK(canonical(dataset, CanonicalOptions::urdna2015()) == "<a:s> <a:p> \"\t\\n\" .\n");
}

TEST_CASE("canonical: terms that would read as other statements are refused", "[rdf][hostile]") {
    const Term iri{TermKind::Iri, "a:s", {}, {}};
    const Term forged_iri{TermKind::Iri, "a:o> .\n<a:s> <a:p> <a:x", {}, {}};
    const Term forged_language{TermKind::Literal, "x", rdf_lang_string,
                               "en .\n<a:s> <a:p> \"y\"@en"};
    const Term forged_type{TermKind::Literal, "x", "a:t> .\n<a:s> <a:p> <a:x", {}};
    for (const auto& term : {forged_iri, forged_language, forged_type}) {
        Dataset dataset;
        dataset.quads = {{iri, iri, term, {}}};
        CHECK(tests::outcome_of(canonicalize(dataset, {})) == "bad_value@0");
        CHECK(tests::outcome_of(canonical_hash(dataset, {})) == "bad_value@0");
    }
    Dataset spaced;  // as DIVOC's signer writes them
    spaced.quads = {{{TermKind::Iri, "did:x:A *1", {}, {}}, iri, iri, {}}};
    CHECK(canonical(spaced, CanonicalOptions::urdna2015()) == "<did:x:A *1> <a:s> <a:s> .\n");
}

TEST_CASE("canonical: limits", "[rdf]") {
    const auto dataset = parse(chain(20));
    CanonicalOptions options;
    options.blank_nodes_max = 20;
    CHECK(canonical_nquads(dataset, options));
    options.blank_nodes_max = 19;
    CHECK(tests::outcome_of(canonical_nquads(dataset, options)) == "too_long@19");
    options = {};
    options.text_bytes_max = 19 * std::string_view("_:z <a:p> _:z .\n").size();
    CHECK(canonical_nquads(dataset, options));
    --options.text_bytes_max;
    CHECK(tests::outcome_of(canonical_nquads(dataset, options)) == "too_long@303");
    options = {};
    options.work_max = 100;
    CHECK(tests::outcome_of(canonical_nquads(dataset, options)) == "work_limit@0");
    options.work_max = 0;  // distinct first-degree hashes cost nothing
    CHECK(canonical_nquads(parse(chain(3)), options));
}

TEST_CASE("canonical: a text shared by many quads counts each time", "[rdf][hostile]") {
    Dataset dataset;
    const auto subject = dataset.keep("a:" + std::string(1'000'000, 's'));
    const Term iri{TermKind::Iri, subject, {}, {}};
    dataset.quads.assign(10'000, Quad{iri, iri, iri, {}});
    CHECK(tests::outcome_of(canonical_nquads(dataset, {})) == "too_long@16777216");
    const Term blank{TermKind::BlankNode, subject, {}, {}};
    dataset.quads.assign(10'000, Quad{blank, blank, blank, {}});
    CHECK(tests::outcome_of(canonical_nquads(dataset, {})) == "too_long@16777216");
}

TEST_CASE("canonical: poison graphs end at the work limit", "[rdf][hostile]") {
    std::string star_pairs;
    for (std::size_t i = 0; i < 4000; ++i) star_pairs += edge(i % 2, i + 2);
    std::string many_graphs;
    for (int i = 0; i < 5000; ++i) {
        const auto graph = "<a:g" + std::to_string(i) + "> .\n";
        many_graphs += "_:n0 <a:p> _:n1 " + graph + "_:n1 <a:p> _:n0 " + graph;
    }
    std::string two_sides;
    for (std::size_t i = 0; i < 40; ++i)
        for (std::size_t j = 40; j < 80; ++j) two_sides += edge(i, j);
    for (const auto& text :
         {clique(10), clique(60), star_pairs, two_sides, cycle(9000), chain(9000)}) {
        CHECK(tests::outcome_of(canonical_nquads(parse(text), {})) == "work_limit@0");
    }
    CHECK(canonical_nquads(parse(many_graphs), {}));
    CHECK(tests::outcome_of(canonical_nquads(parse(chain(20'000)), {})) == "too_long@10000");
}

TEST_CASE("canonical: depth costs no stack", "[rdf][hostile]") {
    CanonicalOptions options;
    options.work_max = 2'000'000;
    CHECK(canonical_nquads(parse(chain(400)), options));
    options.work_max = CanonicalOptions().work_max;
    options.blank_nodes_max = 100'000;
    CHECK(tests::outcome_of(canonical_nquads(parse(chain(20'000)), options)) == "work_limit@0");
    CHECK(tests::outcome_of(canonical_nquads(parse(cycle(60'000)), options)) == "work_limit@0");
}

TEST_CASE("canonical: damaged documents are refused or canonical", "[rdf][hostile]") {
    const std::string good = cycle(3) + "_:n0 <a:q> \"x\"@en _:n2 .\n";
    const auto check = [](const std::string& text) {
        const auto dataset = parse_nquads(text);
        if (!dataset) return;
        const auto lines = canonical(*dataset);
        REQUIRE(canonical(parse(lines)) == lines);
    };
    for (std::size_t size = 0; size < good.size(); ++size) check(good.substr(0, size));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto damaged = good;
        auto& byte = damaged[bit / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1U << bit % 8);
        check(damaged);
    }
}
