// JSON-LD to RDF: both readings, refusals, limits, and the memory of contexts.
#include "core/rdf/processor.h"

#include "tests/core/rdf/json_ld_fixture.h"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <string>
#include <utility>

using namespace outpost;
using namespace outpost::tests;

namespace {

constexpr std::string_view terms = R"({"@context":{"a":"https://e/a","b":"https://e/b",
    "ref":{"@id":"https://e/ref","@type":"@id"},"T":{"@id":"https://e/T","@context":
    {"a":"https://e/typed"}},"scope":{"@id":"https://e/scope","@context":{"a":"https://e/in"}},
    "list":{"@id":"https://e/list","@container":"@list"}}})";

JsonLdRun run_with_terms() {
    return JsonLdRun(project_contexts({{"https://t/", std::string(terms)}}));
}

std::string in_terms(const std::string& members) {
    return R"({"@context":"https://t/",)" + members + "}";
}

double milliseconds(JsonLdRun& run, const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    run.nquads(text);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += part;
    return out;
}

}  // namespace

TEST_CASE("to_rdf: statements of a small document", "[rdf][json-ld]") {
    auto run = run_with_terms();
    CHECK(run.nquads(in_terms(R"("@id":"https://e/1","a":["x",true,2,null],"scope":
        {"@id":"https://e/2","a":"y"},"ref":"https://e/3")")) ==
          R"(<https://e/1> <https://e/a> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://e/1> <https://e/a> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<https://e/1> <https://e/a> "x" .
<https://e/1> <https://e/ref> <https://e/3> .
<https://e/1> <https://e/scope> <https://e/2> .
<https://e/2> <https://e/in> "y" .
)");
    // A type-scoped context ends at the next node.
    CHECK(run.nquads(
              in_terms(R"("@id":"https://e/1","@type":"T","a":{"@id":"https://e/2","a":1})")) ==
          R"(<https://e/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e/T> .
<https://e/1> <https://e/typed> <https://e/2> .
<https://e/2> <https://e/a> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
)");
    CHECK(run.nquads(in_terms(R"("@id":"https://e/1","list":["x"])")) ==
          R"(<https://e/1> <https://e/list> _:b0 .
_:b0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x" .
_:b0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
)");
    CHECK(run.nquads("[]").empty());
    CHECK(run.nquads("null").empty());
    CHECK(run.nquads("7").empty());
    CHECK(run.nquads(R"({"a":1})").empty());
}

TEST_CASE("to_rdf: a document's blank node labels are its own", "[rdf][json-ld]") {
    auto run = run_with_terms();
    CHECK(run.nquads(in_terms(R"("@id":"_:b1","a":[{"a":1},{"@id":"_:b0"},{"@id":"_:b1"}])")) ==
          R"(_:b0 <https://e/a> _:b0 .
_:b0 <https://e/a> _:b1 .
_:b0 <https://e/a> _:b2 .
_:b1 <https://e/a> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
)");
}

TEST_CASE("to_rdf: the two readings of identifiers and numbers", "[rdf][json-ld]") {
    auto run = run_with_terms();
    const auto spaced = in_terms(R"("@id":"did:Aadhaar Card:1","a":9007199254740993)");
    CHECK(run.nquads(spaced).empty());
    CHECK(run.nquads(in_terms(R"("@id":"https://e/1","a":[1.0,1e21,0.5])")) ==
          R"(<https://e/1> <https://e/a> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://e/1> <https://e/a> "1.0E21"^^<http://www.w3.org/2001/XMLSchema#double> .
<https://e/1> <https://e/a> "5.0E-1"^^<http://www.w3.org/2001/XMLSchema#double> .
)");
    run.options.form = rdf::RdfForm::JsonLdJs2;
    CHECK(run.nquads(spaced) ==
          "<did:Aadhaar Card:1> <https://e/a> \"9007199254740992\"^^"
          "<http://www.w3.org/2001/XMLSchema#integer> .\n");
    CHECK(run.nquads(in_terms(R"("@id":"https://e/1","a":[1e21,1e-7])")) ==
          R"(<https://e/1> <https://e/a> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://e/1> <https://e/a> "1e+21"^^<http://www.w3.org/2001/XMLSchema#integer> .
)");
}

TEST_CASE("to_rdf: contexts outside the set, and inline ones", "[rdf][json-ld]") {
    auto run = run_with_terms();
    CHECK(run.nquads(R"({"@context":"https://t","a":1})").substr(0, 20) == "context_not_allowed:");
    CHECK(run.nquads(R"({"@context":["https://t/","https://evil/"]})").substr(0, 20) ==
          "context_not_allowed:");
    CHECK(run.nquads(in_terms(R"("a":{"@context":"https://evil/"})")).substr(0, 20) ==
          "context_not_allowed:");
    for (const auto* context : {"{}", "null", "[{}]", "[null]", R"({"a":"https://e/z"})",
                                R"(["https://t/",{"@vocab":"https://e/"}])"}) {
        INFO(context);
        const auto text = std::string(R"({"@context":)") + context + R"(,"a":1})";
        CHECK(run.nquads(text).substr(0, 15) == "inline_context:");
        CHECK(run.nquads(in_terms(R"("a":)" + text)).substr(0, 15) == "inline_context:");
    }
    CHECK(run.nquads(R"({"@context":1})") == "bad_json_ld: invalid local context");
    for (const auto* context : {R"([["https://t/"]])", R"([[{"a":"https://e/z"}]])", "[[null]]"})
        CHECK(run.nquads(std::string(R"({"@context":)") + context + "}") ==
              "bad_json_ld: invalid local context");
    run.options.inline_contexts = true;
    CHECK(run.nquads(R"({"@context":{"a":"https://e/z"},"@id":"https://e/1","a":"x"})") ==
          "<https://e/1> <https://e/z> \"x\" .\n");
}

TEST_CASE("to_rdf: errors carry the code of the recommendation", "[rdf][json-ld]") {
    auto run = run_with_terms();
    run.options.inline_contexts = true;
    const std::array<std::pair<const char*, const char*>, 12> cases{{
        {R"({"@context":{"a":"b","b":"a"}})", "cyclic IRI mapping"},
        {R"({"@context":{"a":"relative"}})", "invalid IRI mapping"},
        {R"({"@context":{"@id":"https://e/"}})", "keyword redefinition"},
        {R"({"@context":{"@version":1.0}})", "invalid @version value"},
        {R"({"@context":{"":"https://e/"}})", "invalid term definition"},
        {R"({"@context":{"a":{"@id":"https://e/","@container":"@lost"}}})",
         "invalid container mapping"},
        {R"({"@context":{"a":{"@id":"https://e/","@context":{"b":1}}}})", "invalid scoped context"},
        {R"({"@context":[{"@protected":true,"a":"https://e/"},{"a":"https://f/"}]})",
         "protected term redefinition"},
        {R"({"@context":[{"@protected":true,"a":"https://e/"},null]})",
         "invalid context nullification"},
        {R"({"@id":1})", "invalid @id value"},
        {R"({"https://e/a":{"@value":{}}})", "invalid value object value"},
        {R"({"@id":"https://e/","@context":{"id":"@id"},"id":"https://f/"})", "colliding keywords"},
    }};
    for (const auto& [text, code] : cases) {
        INFO(text);
        CHECK(run.nquads(text) == std::string("bad_json_ld: ") + code);
    }
    CHECK(run.nquads(R"([{"@id":"https://e/","@index":"x","https://e/a":1},
                         {"@id":"https://e/","@index":"y"}])") ==
          "bad_json_ld: conflicting indexes");
}

TEST_CASE("to_rdf: the second document of a kind gives the same statements", "[rdf][json-ld]") {
    JsonLdRun run;
    const auto first = run.nquads(divoc_credential());
    CHECK(first.find("<vac:Facility>") != std::string::npos);
    for (int i = 0; i < 3; ++i) CHECK(run.nquads(divoc_credential()) == first);
    // Failures are remembered with their code too.
    const auto conflict =
        std::string(R"({"@context":["https://cowin.gov.in/credentials/vaccination/v1",
        "https://cowin.gov.in/credentials/vaccination/v2"]})");
    const auto refusal = run.nquads(conflict);
    CHECK(refusal == "bad_json_ld: protected term redefinition");
    CHECK(run.nquads(conflict) == refusal);
    CHECK(run.nquads(divoc_credential()) == first);
}

TEST_CASE("to_rdf: base IRIs do not leak from one call to the next", "[rdf][json-ld]") {
    auto run = run_with_terms();
    const auto text = in_terms(R"("@id":"x","a":1)");
    for (int i = 0; i < 40; ++i) {
        const auto base = "https://h" + std::to_string(i) + "/d/";
        run.options.base = base;
        CHECK(run.nquads(text).find("<" + base + "x>") == 0);
        run.options.base = {};
        CHECK(run.nquads(text).empty());
    }
}

TEST_CASE("to_rdf: limits", "[rdf][json-ld]") {
    auto run = run_with_terms();
    run.options.nodes_max = 100;
    CHECK(run.nquads(in_terms("\"a\":[" + repeated("1,", 97) + "1]")).size() > 10);
    CHECK(run.nquads(in_terms("\"a\":[" + repeated("1,", 200) + "1]")) ==
          "too_long: document values");
    run.options.nodes_max = 20'000;
    run.options.depth_max = 8;
    const auto nested = [](std::size_t depth) {
        return in_terms(repeated("\"a\":{", depth) + "\"b\":1" + repeated("}", depth));
    };
    CHECK(run.nquads(nested(7)).find("too_deep") == std::string::npos);
    CHECK(run.nquads(nested(8)) == "too_deep: document");
    CHECK(run.nquads(in_terms("\"a\":" + repeated("[", 12) + repeated("]", 12))) ==
          "too_deep: document");
    CHECK(run.nquads(in_terms("\"dropped\":" + repeated("[", 12) + repeated("]", 12))) ==
          "too_deep: document");
    run.options.inline_contexts = true;
    std::string chain;
    for (int i = 0; i < 100; ++i)
        chain += "\"t" + std::to_string(i) + "\":\"t" + std::to_string(i + 1) + ":x\",";
    CHECK(run.nquads("{\"@context\":{" + chain + "\"t100\":\"https://e/\"}}") ==
          "too_deep: term definitions");
    JsonLdRun recursive(project_contexts({{"https://r/1", R"({"@context":"https://r/2"})"},
                                          {"https://r/2", R"({"@context":"https://r/1"})"}}));
    CHECK(recursive.nquads(R"({"@context":"https://r/1"})") == "too_deep: context overflow");
}

TEST_CASE("to_rdf: hostile documents cost little", "[rdf][json-ld]") {
    constexpr double bearable_ms = 2000;  // generous: sanitizers, busy machines
    auto run = run_with_terms();
    // Contexts that alternate: more of them than are remembered.
    std::string urls;
    for (int i = 0; i < 2000; ++i)
        urls += i % 3 == 0 ? "\"https://t/\"," : "\"https://w3id.org/security/v1\",";
    CHECK(milliseconds(run, R"({"@context":[)" + urls + R"("https://t/"],"a":1})") < bearable_ms);
    // Many terms, then many contexts that copy them.
    run.options.inline_contexts = true;
    std::string many;
    for (int i = 0; i < 1500; ++i) many += "\"t" + std::to_string(i) + "\":\"https://e/\",";
    const auto copies = "{\"@context\":{" + many + "\"a\":\"https://e/a\"},\"a\":[" +
                        repeated("{\"@context\":{\"b\":\"https://e/b\"}},", 900) + "1]}";
    CHECK(milliseconds(run, copies) < bearable_ms);
    CHECK(run.nquads(copies) == "work_limit: context processing");
    // A long prefix that many short names blow up.
    const auto prefix = "https://e/" + repeated("x", 20'000) + "/";
    const auto blown = "{\"@context\":{\"p\":\"" + prefix + "\",\"a\":\"https://e/a\"},\"a\":[" +
                       repeated("{\"@id\":\"p:1\"},", 3000) + "1]}";
    CHECK(milliseconds(run, blown) < bearable_ms);
    CHECK(run.nquads(blown) == "work_limit: expanded IRIs");
}

TEST_CASE("to_rdf: no prefix and no flipped bit does harm", "[rdf][json-ld]") {
    JsonLdRun run;
    run.options.inline_contexts = true;
    const auto text = divoc_credential();
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK(run.nquads(text.substr(0, size)).substr(0, 4) == "json");
    const auto genuine = run.nquads(text);
    auto flipped = text;
    for (std::size_t i = 0; i < text.size() * 8; ++i) {
        const auto mask = static_cast<char>(1U << (i % 8));
        flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ mask);
        if (json::read(flipped) && run.nquads(flipped) == genuine)
            FAIL("no statement saw the change of bit " << i);
        flipped[i / 8] = text[i / 8];
    }
    CHECK(run.nquads(text) == genuine);
}
