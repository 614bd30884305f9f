// The fate of each member: what the statements say of it.
#include "tests/core/rdf/json_ld_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::tests;
using rdf::MemberFate;

namespace {

constexpr std::string_view schema = "https://schema.org/";

const rdf::MemberTrace* member_at(const rdf::MappingReport& report, std::string_view pointer) {
    for (std::uint32_t i = 0; i < report.members.size(); ++i)
        if (report.pointer_of(i) == pointer) return &report.members[i];
    return nullptr;
}

MemberFate fate_at(const rdf::MappingReport& report, std::string_view pointer) {
    const auto* member = member_at(report, pointer);
    INFO(pointer);
    REQUIRE(member != nullptr);
    return member->fate;
}

/// A context of ours: `terms` is the inside of the @context object.
JsonLdRun run_with(const std::string& terms) {
    return JsonLdRun(project_contexts({{"https://t/", R"({"@context":{)" + terms + "}}"}}));
}

constexpr const char* plain_terms =
    R"("id":"@id","type":"@type","kind":"@type","a":"https://e/a","b":"https://e/b",
       "b2":"https://e/b","ref":{"@id":"https://e/ref","@type":"@id"},"none":null,
       "set":{"@id":"https://e/set","@container":"@set"},
       "list":{"@id":"https://e/list","@container":"@list"},
       "index":{"@id":"https://e/index","@container":"@index"},
       "words":{"@id":"https://e/words","@container":"@language"},
       "raw":{"@id":"https://e/raw","@type":"@json"},
       "back":{"@reverse":"https://e/back"},"inside":"@nest","graph":"@graph",
       "T":"https://e/T")";

}  // namespace

TEST_CASE("report: every member of a DIVOC credential, in document order", "[rdf][report]") {
    JsonLdRun run;
    CHECK(run.trace(divoc_credential()) == R"(/@context keyword @context
/type keyword @type
/credentialSubject mapped https://www.w3.org/2018/credentials#credentialSubject
/credentialSubject/type keyword @type
/credentialSubject/id keyword @id
/credentialSubject/refId mapped https://schema.org/id shared
/credentialSubject/name mapped https://schema.org/name
/credentialSubject/address mapped https://schema.org/PostalAddress
/credentialSubject/address/city mapped vac:city
/credentialSubject/address/postalCode mapped https://schema.org/postalCode
/issuer mapped https://www.w3.org/2018/credentials#issuer
/issuanceDate mapped https://www.w3.org/2018/credentials#issuanceDate
/evidence mapped https://www.w3.org/2018/credentials#evidence
/evidence/0/id keyword @id
/evidence/0/type keyword @type
/evidence/0/batch mapped https://schema.org/id shared
/evidence/0/vaccine mapped https://schema.org/id shared
/evidence/0/dose mapped https://schema.org/doseValue shared
/evidence/0/totalDoses mapped https://schema.org/doseValue shared
/evidence/0/prophylaxis mapped https://schema.org/name
/evidence/0/verifier mapped vac:verifier
/evidence/0/verifier/name mapped https://schema.org/name
/evidence/0/facility mapped vac:Facility
/evidence/0/facility/name mapped https://schema.org/name
/evidence/0/facility/address mapped https://schema.org/PostalAddress
/evidence/0/facility/address/city mapped vac:city
/nonTransferable mapped vac:nonTransferable
)");
    const auto& report = run.report;
    CHECK_FALSE(report.used_inline_context);
    CHECK(report.unusual.empty());
    REQUIRE(report.nodes.size() == 7);
    CHECK(report.nodes[0].member == rdf::MemberTrace::none);
    CHECK(report.nodes[0].id.empty());
    CHECK(report.nodes[1].id == "did:example:1");
    CHECK(report.members[report.nodes[1].member].name == "credentialSubject");
    CHECK(report.nodes[3].id == "https://example.org/vc/7");
    CHECK(report.nodes[3].array_index == 0);
    CHECK(member_at(report, "/evidence/0/dose")->node == 3);
    CHECK(member_at(report, "/issuer")->node == 0);
    CHECK(std::none_of(report.nodes.begin(), report.nodes.end(),
                       [](const auto& node) { return node.dropped; }));
}

TEST_CASE("report: a subject without a scheme is not signed", "[rdf][report]") {
    for (const auto* id : {"199912345678", "", "a/b", "#x"}) {
        JsonLdRun run;
        const auto nquads = run.nquads(divoc_credential(id));
        CHECK(nquads.find("Asha") == std::string::npos);
        CHECK(nquads.find("Galle") != std::string::npos);
        const auto& report = run.report;
        CHECK(fate_at(report, "/credentialSubject") == MemberFate::InDroppedNode);
        CHECK(fate_at(report, "/credentialSubject/name") == MemberFate::InDroppedNode);
        CHECK(fate_at(report, "/credentialSubject/refId") == MemberFate::InDroppedNode);
        CHECK(fate_at(report, "/credentialSubject/address") == MemberFate::InDroppedNode);
        CHECK(fate_at(report, "/credentialSubject/address/city") == MemberFate::Mapped);
        CHECK(fate_at(report, "/issuer") == MemberFate::Mapped);
        CHECK(fate_at(report, "/evidence/0/dose") == MemberFate::Mapped);
        CHECK(report.nodes[1].dropped);
        CHECK(report.nodes[1].id == id);
        CHECK_FALSE(report.nodes[2].dropped);
    }
}

TEST_CASE("report: members that a forger can change without touching the statements",
          "[rdf][report]") {
    const auto genuine = divoc_credential();
    JsonLdRun run;
    const auto nquads = run.nquads(genuine);
    const std::vector<std::pair<std::string, std::string>> forgeries{
        {R"("dose":1,"totalDoses":2)", R"("dose":2,"totalDoses":1)"},
        {R"("dose":1,"totalDoses":2)", R"("dose":[1,2])"},
        {R"("batch":"B9","vaccine":"Covishield")", R"("batch":"Covishield","vaccine":"B9")"},
        {R"("batch":"B9")", R"("manufacturer":"B9")"},
        {R"("refId")", R"("uhid")"},
        {R"("batch")", R"("https://schema.org/id")"},
        {R"("batch")", R"("schema:id")"}};
    for (const auto& [from, to] : forgeries) {
        INFO(to);
        const auto forged = replaced(genuine, from, to);
        CHECK(run.nquads(forged) == nquads);
        const auto name = to.substr(1, to.find('"', 1) - 1);
        const auto found =
            std::find_if(run.report.members.begin(), run.report.members.end(),
                         [&name](const auto& member) { return member.name == name; });
        REQUIRE(found != run.report.members.end());
        CHECK(found->shares_predicate);
    }
}

TEST_CASE("report: unmapped members are dropped with all below them", "[rdf][report]") {
    JsonLdRun run;
    const auto text = replaced(divoc_credential(), R"("nonTransferable")",
                               R"("note":{"x":[{"y":1},[{"z/~":null}]]},"nonTransferable")");
    const auto nquads = run.nquads(text);
    CHECK(nquads == run.nquads(divoc_credential()));
    CHECK(run.nquads(text) == nquads);
    const auto& report = run.report;
    CHECK(fate_at(report, "/note") == MemberFate::Dropped);
    CHECK(fate_at(report, "/note/x") == MemberFate::Dropped);
    CHECK(fate_at(report, "/note/x/0/y") == MemberFate::Dropped);
    CHECK(fate_at(report, "/note/x/1/0/z~1~0") == MemberFate::Dropped);
    CHECK(member_at(report, "/note")->predicate.empty());
    // A term of another node's type is no term here.
    run.nquads(replaced(divoc_credential(), R"("city":"Galle")", R"("dose":7)"));
    CHECK(fate_at(run.report, "/credentialSubject/address/dose") == MemberFate::Dropped);
}

TEST_CASE("report: empty values, nulls, value objects, nested arrays", "[rdf][report]") {
    auto run = run_with(plain_terms);
    CHECK(run.trace(R"({"@context":"https://t/","a":null,"b":[],"b2":[null,[null]],
        "set":{"@set":[]},"list":[],"none":1,"ref":{"@value":null}})") ==
          R"(/@context keyword @context
/a empty https://e/a
/b empty https://e/b shared
/b2 empty https://e/b shared
/set empty https://e/set
/set/@set keyword @set
/list mapped https://e/list
/none dropped
/ref empty https://e/ref
/ref/@value keyword @value
)");
    CHECK(run.report.nodes.size() == 1);
    CHECK(run.trace(R"({"@context":"https://t/","a":[[{"b":1}],[[{"b":2},{"b":"x"}]]],
        "b":{"@value":"v","@language":"en"},"set":[{"@list":[{"a":1}]}]})") ==
          R"(/@context keyword @context
/a mapped https://e/a
/a/0/0/b mapped https://e/b shared
/a/1/0/0/b mapped https://e/b shared
/a/1/0/1/b mapped https://e/b shared
/b mapped https://e/b shared
/b/@value keyword @value
/b/@language keyword @language
/set mapped https://e/set
/set/0/@list keyword @list
/set/0/@list/0/a mapped https://e/a
)");
    REQUIRE(run.report.nodes.size() == 5);
    CHECK(run.report.members[run.report.nodes[4].member].name == "@list");
    CHECK(member_at(run.report, "/set/0/@list/0/a")->node == 4);
}

TEST_CASE("report: references and types without a scheme", "[rdf][report]") {
    auto run = run_with(plain_terms);
    CHECK(run.trace(R"({"@context":"https://t/","ref":["https://e/1","nowhere"],
        "type":["T","Unknown"]})") == R"(/@context keyword @context
/ref mapped https://e/ref partial
/type keyword @type partial
)");
    CHECK(run.trace(R"({"@context":"https://t/","ref":"nowhere","kind":"T"})") ==
          R"(/@context keyword @context
/ref in_dropped_node https://e/ref
/kind keyword @type
)");
    CHECK(run.report.unusual == std::vector<std::string_view>{"@type"});
    CHECK(run.nquads(R"({"@context":"https://t/","id":"https://e/1","kind":"T"})") ==
          "<https://e/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e/T> .\n");
}

TEST_CASE("report: features that hide structure", "[rdf][report]") {
    auto run = run_with(plain_terms);
    const auto unusual = [&run](std::string_view members) {
        run.nquads(R"({"@context":"https://t/",)" + std::string(members) + "}");
        std::string out;
        for (const auto feature : run.report.unusual) out += std::string(feature) + " ";
        return out;
    };
    CHECK(unusual(R"("a":1)").empty());
    CHECK(unusual(R"("@id":"https://e/1","@type":"T","a":1)").empty());
    CHECK(unusual(R"("@graph":[{"a":1}])") == "@graph ");
    CHECK(unusual(R"("graph":[{"a":1}])") == "@graph ");
    CHECK(unusual(R"("@included":[{"a":1}])") == "@included ");
    CHECK(unusual(R"("@reverse":{"a":{"b":1}})") == "@reverse ");
    CHECK(unusual(R"("back":{"b":1})") == "@reverse ");
    CHECK(unusual(R"("inside":{"b":1})") == "@nest ");
    CHECK(unusual(R"("index":{"k":{"b":1}})") == "@index ");
    CHECK(unusual(R"("words":{"en":"x"})") == "@language ");
    CHECK(unusual(R"("a":{"@context":"https://t/","b":1})") == "@context ");
    CHECK(fate_at(run.report, "/a/b") == MemberFate::Mapped);
}

TEST_CASE("report: nested members, keyed maps and JSON literals", "[rdf][report]") {
    auto run = run_with(plain_terms);
    CHECK(run.trace(R"({"@context":"https://t/","inside":[{"a":1},{"b":{"a":2}}],
        "index":{"k":{"a":3}},"raw":{"free":[1]},"back":{"a":4}})") ==
          R"(/@context keyword @context
/inside keyword @nest
/inside/0/a mapped https://e/a
/inside/1/b mapped https://e/b shared
/inside/1/b/a mapped https://e/a
/index mapped https://e/index
/index/k keyword @index
/index/k/a mapped https://e/a
/raw mapped https://e/raw
/back mapped https://e/back
/back/a mapped https://e/a
)");
    CHECK(member_at(run.report, "/inside/0/a")->node == 0);
}

TEST_CASE("report: a graph whose name has no scheme is not signed", "[rdf][report]") {
    auto run = run_with(plain_terms);
    const auto nquads = run.nquads(
        R"({"@context":"https://t/","id":"x","a":1,"@graph":[{"id":"https://e/1","b":2}]})");
    CHECK(nquads.empty());
    CHECK(fate_at(run.report, "/a") == MemberFate::InDroppedNode);
    CHECK(fate_at(run.report, "/@graph/0/b") == MemberFate::InDroppedNode);
    CHECK(run.report.nodes[1].dropped);
}

TEST_CASE("report: empty after an error", "[rdf][report]") {
    JsonLdRun run;
    run.nquads(divoc_credential());
    CHECK_FALSE(run.report.members.empty());
    CHECK(run.nquads(replaced(divoc_credential(), R"("id":"https://example.org/vc/7")",
                              R"("id":7)")) == "bad_json_ld: invalid @id value");
    CHECK(run.report.members.empty());
    CHECK(run.report.nodes.empty());
}

TEST_CASE("report: inline contexts are named", "[rdf][report]") {
    JsonLdRun run;
    run.options.inline_contexts = true;
    run.nquads(R"({"@context":{"a":"https://e/a"},"a":1})");
    CHECK(run.report.used_inline_context);
    run.nquads(divoc_credential());
    CHECK_FALSE(run.report.used_inline_context);
    run.nquads(replaced(divoc_credential(), R"("dose")", R"("@context":{},"dose")"));
    CHECK(run.report.used_inline_context);
    CHECK(run.report.unusual == std::vector<std::string_view>{"@context"});
}

TEST_CASE("report: the predicate is the expanded one", "[rdf][report]") {
    JsonLdRun run;
    run.nquads(divoc_credential());
    CHECK(member_at(run.report, "/evidence/0/prophylaxis")->predicate ==
          std::string(schema) + "name");
    CHECK(member_at(run.report, "/credentialSubject/id")->predicate == "@id");
    CHECK(member_at(run.report, "/type")->predicate == "@type");
}
