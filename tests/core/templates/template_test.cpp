#include "core/templates/template.h"

#include "core/json/reader.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::templates;
using outpost::tests::outcome_of;

namespace {

json::Document data_of(const std::string& text) {
    auto document = json::read(text, {std::size_t{1024} * 1024, 64, 200'000});
    REQUIRE(document);
    return std::move(document).value();
}

std::string filled(std::string_view text, const std::string& data, Escape escape = Escape::None) {
    const auto parsed = Template::parse(text);
    REQUIRE(parsed);
    const auto document = data_of(data);
    const auto out = parsed->render(document.root(), escape);
    return out ? *out : "error " + outcome_of(out.error());
}

/// The text filled as JSON and read back.
std::string filled_name(const std::string& data) {
    for (const auto* text :
         {R"({"name":"{{name}}"})", R"({"name":"{{{name}}}"})", R"({"name":"{{&name}}"})"}) {
        const auto out = filled(text, data, Escape::Json);
        const auto read = json::read(out);
        REQUIRE(read);
        REQUIRE(read->root().members().size() == 1);
        const auto source = data_of(data);
        REQUIRE(read->root().text_of("name") == source.root().text_of("name"));
    }
    return "ok";
}

}  // namespace

TEST_CASE("templates: tags, their places and their side of the quotes") {
    const auto parsed = Template::parse(
        "{\"a\": \"{{ x.y }}\",\n \"é\": {{{n}}} {{#s}}\"\\\"{{t}}\""
        "{{/s}}{{^s}}{{! c }}{{/s}}}");
    REQUIRE(parsed);
    const auto tags = parsed->tags();
    REQUIRE(tags.size() == 8);
    CHECK(tags[0].name == "x.y");
    CHECK(tags[0].kind == TagKind::Variable);
    CHECK(tags[0].line == 1);
    CHECK(tags[0].column == 8);
    CHECK(tags[0].in_json_string);
    CHECK(tags[1].name == "n");
    CHECK(tags[1].line == 2);
    CHECK(tags[1].column == 7);
    CHECK_FALSE(tags[1].in_json_string);
    CHECK(tags[2].kind == TagKind::Section);
    CHECK(tags[3].in_json_string);
    CHECK(tags[4].kind == TagKind::SectionEnd);
    CHECK(tags[5].kind == TagKind::InvertedSection);
    CHECK(tags[6].kind == TagKind::Comment);
}

TEST_CASE("templates: what is refused") {
    const auto refusal = [](std::string_view text) {
        const auto parsed = Template::parse(text);
        return parsed ? std::string("OK") : outcome_of(parsed.error());
    };
    CHECK(refusal("a {{> part}}") == "unsupported@2");
    CHECK(refusal("{{=<% %>=}}") == "unsupported@0");
    CHECK(refusal("a {{x") == "bad_syntax@2");
    CHECK(refusal("a {{{x}} b") == "bad_syntax@2");
    CHECK(refusal("{{}}") == "bad_syntax@0");
    CHECK(refusal("{{x y}}") == "bad_syntax@0");
    CHECK(refusal("{{x!n}}") == "bad_syntax@0");
    CHECK(refusal("{{a..b}}") == "bad_syntax@0");
    CHECK(refusal("{{#a}}") == "bad_syntax@0");
    CHECK(refusal("{{/a}}") == "bad_syntax@0");
    CHECK(refusal("{{#a}}{{#b}}{{/a}}{{/b}}") == "bad_syntax@12");
    CHECK(refusal("a\xFF") == "bad_utf8@1");
    CHECK(refusal(std::string("a\x01", 2)) == "bad_syntax@1");
    CHECK(refusal(std::string("a\0b", 3)) == "bad_syntax@1");
    CHECK(refusal(std::string(256 * 1024 + 1, 'x')) == "too_long@262144");
    std::string deep;
    for (int i = 0; i < 9; ++i) deep += "{{#a}}";
    CHECK(refusal(deep) == "too_deep@48");
    std::string many;
    for (int i = 0; i < 2001; ++i) many += "{{a}}";
    CHECK(refusal(many) == "too_long@10000");
    CHECK(refusal("no tag at all }} {") == "OK");
}

TEST_CASE("templates: variables, objects, absent names") {
    CHECK(filled("{{a}}-{{{b.c}}}-{{&d}}-{{none}}-{{e}}|{{f}}",
                 R"({"a":"x","b":{"c":1.50},"d":true,"e":null,"f":[1]})") == "x-1.50-true--|");
    CHECK(filled("{{a}}", R"({"a":"{{b}}{{{b}}}{{#b}}","b":"no"})") == "{{b}}{{{b}}}{{#b}}");
    CHECK(filled("{{n}}", R"({"n":12345678901234567890123})") == "12345678901234567890123");
    CHECK(filled("{{n}}", R"({"n":0})") == "0");
    const auto parsed = Template::parse("x");
    REQUIRE(parsed);
    CHECK(outcome_of(parsed->render(json::Value::boolean(true), Escape::None)) == "bad_value@0");
}

TEST_CASE("templates: sections") {
    const std::string data =
        R"({"list":[{"v":"1"},{"v":"2"}],"texts":["a","<"],"yes":true,"no":false,
        "empty":"","zero":0,"none":null,"nothing":[],"text":"t","obj":{"v":"in"},"v":"out"})";
    CHECK(filled("{{#list}}{{v}},{{/list}}", data) == "1,2,");
    CHECK(filled("{{#texts}}{{.}}{{/texts}}", data, Escape::Xml) == "a&lt;");
    CHECK(filled("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}N{{/no}}", data) == "yN");
    CHECK(filled("{{#empty}}1{{/empty}}{{#zero}}2{{/zero}}{{#none}}3{{/none}}{{#nothing}}4"
                 "{{/nothing}}{{#absent}}5{{/absent}}",
                 data)
              .empty());
    CHECK(filled("{{#text}}[{{.}}{{text}}]{{/text}}{{#obj}}{{v}}{{/obj}}{{v}}", data) ==
          "[tt]inout");
    CHECK(filled("a\n{{#yes}}\nb\n{{/yes}}\nc", data) == "a\nb\nc");
}

TEST_CASE("templates: nothing breaks out of a JSON string") {
    CHECK(filled_name(R"({"name":"X\",\"dob\":\"1990-01-01"})") == "ok");
    CHECK(filled_name(R"({"name":"back\\slash \\\" end\\"})") == "ok");
    CHECK(filled_name(R"({"name":"line\nfeed\r\ttab \b\f"})") == "ok");
    CHECK(filled_name(R"({"name":"\u0000\u0001\u001f\u007f"})") == "ok");
    CHECK(filled_name(R"({"name":"\u2028\u2029 😀 नमस्ते"})") == "ok");
    CHECK(filled_name(R"({"name":"{{name}} {{{name}}} {{#name}}{{/name}} {{=<% %>=}} {{> x}}"})") ==
          "ok");
    CHECK(filled_name(R"({"name":"}}}"})") == "ok");
    CHECK(filled_name(R"({"name":"<script>&amp;'"})") == "ok");
    CHECK(filled_name(R"({"name":")" + std::string(1000, '\'') + "\"}") == "ok");
}

TEST_CASE("templates: outside of JSON strings only numbers and booleans") {
    const std::string text = R"({"dose":{{dose}}})";
    CHECK(filled(text, R"({"dose":2})", Escape::Json) == R"({"dose":2})");
    CHECK(filled(text, R"({"dose":1.5e3})", Escape::Json) == R"({"dose":1.5e3})");
    CHECK(filled(text, R"({"dose":true})", Escape::Json) == R"({"dose":true})");
    CHECK(filled(text, R"({"dose":"2"})", Escape::Json) == "error bad_value@0");
    CHECK(filled(text, R"({"dose":"1,\"x\":2"})", Escape::Json) == "error bad_value@0");
    CHECK(filled(text, R"({"dose":""})", Escape::Json) == "error bad_value@0");
    CHECK(filled(text, R"({"dose":null})", Escape::Json) == R"({"dose":})");
    CHECK(filled(text, R"({})", Escape::Json) == R"({"dose":})");
    CHECK(filled(text, R"({"dose":"2"})", Escape::None) == R"({"dose":2})");
    // A value that would name the inner forms is an ordinary member.
    CHECK(filled(text, R"({"dose!n":"1,\"x\":2","dose":3})", Escape::Json) == R"({"dose":3})");
    CHECK(filled("[{{#a}}{{.}}{{/a}}]", R"({"a":[1]})", Escape::Json) == "error bad_value@0");
    // A refused value in a section that is left out is never written.
    CHECK(filled(R"([{{#no}}{{x}}{{/no}}1])", R"({"no":false,"x":"t"})", Escape::Json) == "[1]");
}

TEST_CASE("templates: a section may not move the quotes of JSON") {
    // With `open` empty, name would stand outside of its string.
    const std::string text = R"({"a":{{#open}}"{{/open}}{{name}}"})";
    CHECK(filled(text, R"({"open":false,"name":"1,\"b\":2"})", Escape::Json) ==
          "error bad_syntax@0");
    CHECK(filled(text, R"({"open":true,"name":"n"})", Escape::None) == R"({"a":"n"})");
    CHECK(filled("\"{{a}}", R"({"a":"x"})", Escape::Json) == "error bad_syntax@0");
}

TEST_CASE("templates: XML escaping") {
    CHECK(filled("<t a=\"{{x}}\">{{{x}}}</t>", R"({"x":"<b a=\"1\" c='2'>&amp;\u0001"})",
                 Escape::Xml) ==
          "<t a=\"&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;\xEF\xBF\xBD\">"
          "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;\xEF\xBF\xBD</t>");
}

TEST_CASE("templates: sections over arrays are bounded before they run") {
    std::string list = "[1";
    for (int i = 0; i < 999; ++i) list += ",1";
    list += "]";
    const auto data = R"({"a":)" + list + R"(,"t":")" + std::string(1000, 'x') + "\"}";
    CHECK(filled("{{#a}}x{{/a}}", data) == std::string(1000, 'x'));
    CHECK(filled("{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}", data) == "error too_long@0");
    CHECK(filled("{{#a}}{{#a}}{{t}}{{/a}}{{/a}}", data) == "error too_long@0");
    CHECK(filled("{{#a}}{{t}}{{/a}}", data).substr(0, 14) == "error too_long");
    const auto parsed = Template::parse("{{t}}{{t}}");
    REQUIRE(parsed);
    const auto document = data_of(data);
    CHECK(outcome_of(parsed->render(document.root(), Escape::None, 1999)) == "too_long@1999");
    CHECK(outcome_of(parsed->render(document.root(), Escape::None, 2000)) == "OK");
    CHECK(outcome_of(parsed->render(document.root(), Escape::None, 10)) == "too_long@0");
}

TEST_CASE("templates: deep data costs no more than it holds") {
    std::string data = R"({"x":)";
    for (int i = 0; i < 60; ++i) data += R"({"x":)";
    data += "1";
    for (int i = 0; i < 61; ++i) data += "}";
    CHECK(filled("{{x.x.x}}", data).empty());
}
