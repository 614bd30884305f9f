// JSON array, one object and JSON Lines: what is framed, what is refused, and where reading ends.
#include "core/intake/json_framing.h"
#include "tests/core/intake/sources.h"

using namespace outpost;
using tests::items_of;
using tests::outcome_of;

namespace {

std::string outcome(std::string text) {
    return outcome_of(items_of(std::move(text)));
}

const std::string good_array =
    "\n[ {\"a\":\"x\\\"]}\\\\\"} ,{\"b\":[1,2,{\"c\":{}}]},{\"e\":\"\xF0\x9F\x98\x80\"} ]\n";
const std::string good_lines = "{\"a\":1}\r\n\n  {\"b\":\"}{\"}\n{\"c\":[]}\n";
const std::string good_object = "{\n  \"a\": [1,\n 2],\n  \"b\":\n{ \"c\": \"{\" }\n}\n";

}  // namespace

TEST_CASE("json items: the three forms", "[intake]") {
    const auto array = items_of(good_array);
    REQUIRE(outcome_of(array) == "ok ok ok");
    CHECK(array[0].text == R"({"a":"x\"]}\\"})");
    CHECK(array[1].text == R"({"b":[1,2,{"c":{}}]})");
    CHECK(array[1].row == 0);
    const auto lines = items_of(good_lines);
    REQUIRE(outcome_of(lines) == "ok ok ok");
    CHECK(lines[1].text.find(R"({"b":"}{"})") == 0);
    CHECK(outcome(good_object) == "ok");
    CHECK(outcome("{\"a\":1}") == "ok");
    CHECK(outcome("[]") == "");
    CHECK(outcome("") == "");
    CHECK(outcome(" \n\t\r\n ") == "");
    CHECK(outcome("\xEF\xBB\xBF") == "");
    CHECK(outcome("\xEF\xBB\xBF[{}]") == "ok");
    CHECK(outcome("\xEF\xBB\xBF\xEF\xBB\xBF[{}]") == "bad_syntax");
}

TEST_CASE("json items: a bad item concerns itself alone", "[intake]") {
    CHECK(outcome(R"([{"a":1},{"a":01},{"a":2}])") == "ok bad_syntax ok");
    CHECK(outcome(R"([{"a":1,"a":2},{}])") == "duplicate_member ok");
    CHECK(outcome("[{\"a\":\"\xC3\x28\"},{}]") == "bad_utf8 ok");
    CHECK(outcome("[{\"a\":\"x\ny\"},{}]") == "bad_syntax ok");
    CHECK(outcome(std::string("[{\"a\":\"\0\"},{}]", 14)) == "bad_syntax ok");
    CHECK(outcome(R"([{"a":1e999},{}])") == "bad_syntax ok");
    CHECK(outcome(R"([{"a" 1},{"a":1,},{,},{}])") == "bad_syntax bad_syntax bad_syntax ok");
    CHECK(outcome(R"([1,"text",null,true,-1.5e3,[{}],{}])") ==
          "wrong_type wrong_type wrong_type wrong_type wrong_type wrong_type ok");
    CHECK(outcome(R"([nonsense,{}])") == "bad_syntax ok");
    const std::string deep = "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}";
    CHECK(outcome("[" + deep + ",{}]") == "too_deep ok");
    const auto surrogate = items_of(R"([{"a":"\ud800"},{}])");
    REQUIRE(surrogate.size() == 2);
    CHECK(surrogate[0].errors.size() == 1);
    CHECK(surrogate[0].errors[0].path.empty());
    CHECK(surrogate[1].errors.empty());
}

TEST_CASE("json items: broken framing ends the reading", "[intake]") {
    CHECK(outcome(R"([{},{"a":]},{}])") == "ok unfinished");
    CHECK(outcome(R"([{},)") == "ok unfinished");
    CHECK(outcome(R"([{})") == "ok unfinished");
    CHECK(outcome("[") == "unfinished");
    CHECK(outcome(R"([{},])") == "ok unfinished");
    CHECK(outcome(R"([,{}])") == "unfinished");
    CHECK(outcome(R"([{} {}])") == "ok unfinished");
    CHECK(outcome(R"([{}}])") == "ok unfinished");
    CHECK(outcome(R"([{"a":"x)") == "unfinished");
    CHECK(outcome(R"([{}] )") == "ok");
    CHECK(outcome(R"([{}] [{}])") == "ok bad_syntax");
    CHECK(outcome(std::string("[{}]\0", 5)) == "ok bad_syntax");
    CHECK(outcome(good_object + "{}") == "ok bad_syntax");
    CHECK(outcome("{\"a\":\n1}}") == "ok bad_syntax");
    CHECK(outcome("{\"a\":\n]}") == "unfinished");
    CHECK(outcome("{\"a\":\n[1,2") == "unfinished");
}

TEST_CASE("json items: in JSON Lines each line stands for itself", "[intake]") {
    CHECK(outcome("{\"a\":1}\nnonsense\n[1]\n{\"b\":2}\n") == "ok bad_syntax wrong_type ok");
    CHECK(outcome("{\"a\":1} {\"b\":1}\n{}\n") == "bad_syntax ok");
    // A first line that is cut short is told from an object over many lines.
    CHECK(outcome("{\"a\":\"x\n{}\n") == "bad_syntax ok");
    CHECK(outcome("{\"a\":1\n{}\n{}") == "bad_syntax ok ok");
    CHECK(outcome("{\"a\":]\n{}\n") == "bad_syntax ok");
    CHECK(outcome("{}\n{\"a\":[1\n{}\n") == "ok bad_syntax ok");
    CHECK(outcome("{}\n{\"a\":[1") == "ok unfinished");
    CHECK(outcome("{}\n12") == "ok wrong_type");
}

TEST_CASE("json items: an item at its limit and beyond", "[intake]") {
    const auto item = [](std::size_t bytes) {
        return "{\"a\":\"" + std::string(bytes - 8, 'x') + "\"}";
    };
    CHECK(outcome("[" + item(intake::item_bytes_max) + ",{}]") == "ok ok");
    CHECK(outcome("[" + item(intake::item_bytes_max + 1) + ",{}]") == "too_long ok");
    CHECK(outcome(item(intake::item_bytes_max + 1) + "\n{}\n") == "too_long ok");
    CHECK(outcome("{}\n" + item(300'000) + "\n{}\n") == "ok too_long ok");
    CHECK(outcome("{}\n" + std::string(300'000, 'x') + "\n{}") == "ok too_long ok");
    CHECK(outcome("{\"b\":\n" + std::string(300'000, '1') + "}\n") == "too_long");
}

TEST_CASE("json items: every cut and every size of piece", "[intake]") {
    for (const auto& text : {good_array, good_lines, good_object}) {
        const auto whole = items_of(text);
        for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
            const auto again = items_of(text, {}, piece);
            REQUIRE(outcome_of(again) == outcome_of(whole));
            for (std::size_t i = 0; i < whole.size(); ++i) CHECK(again[i].text == whole[i].text);
        }
        for (std::size_t cut = 0; cut < text.size(); ++cut) {
            CAPTURE(text, cut);
            const auto items = items_of(text.substr(0, cut));
            REQUIRE(items.size() <= whole.size() + 1);
            for (std::size_t i = 0; i + 1 < items.size(); ++i)
                CHECK(items[i].text == whole[i].text);
            if (!items.empty() && items.back().errors.empty())
                CHECK(items.back().text.find(items_of(items.back().text)[0].text) == 0);
        }
    }
}

TEST_CASE("json items: 200,000 items from a source that holds one", "[intake]") {
    tests::GeneratedSource source([](std::uint64_t number) -> std::string {
        if (number == 200'000) return "]";
        if (number > 200'000) return {};
        return (number == 0 ? "[" : ",") + std::string("{\"n\":") + std::to_string(number) + "}";
    });
    auto reader = intake::open_items(source, {}).value();
    intake::Item item;
    std::int64_t count = 0;
    while (reader->next(item).value()) {
        if (item.text != "{\"n\":" + std::to_string(count) + "}" || item.index != count)
            FAIL("item " << count << " is " << item.text);
        ++count;
    }
    CHECK(count == 200'000);
    CHECK(reader->bytes_read() > 2'000'000);
}

TEST_CASE("json items: a gigabyte in one string is passed over", "[intake]") {
    const std::string block(1U << 20U, 'x');
    tests::GeneratedSource source([&](std::uint64_t number) -> std::string {
        if (number == 0) return "[{\"a\":\"";
        if (number <= 1024) return block;
        return number == 1025 ? "\"},{\"b\":1}]" : "";
    });
    auto reader = intake::open_items(source, {}).value();
    intake::Item item;
    REQUIRE(reader->next(item).value());
    REQUIRE(item.errors.size() == 1);
    CHECK(item.errors[0].code == intake::ItemCode::TooLong);
    REQUIRE(reader->next(item).value());
    CHECK(item.text == "{\"b\":1}");
    CHECK(item.text.capacity() <= intake::item_bytes_max);
    CHECK_FALSE(reader->next(item).value());
}

TEST_CASE("json items: nesting bombs", "[intake]") {
    const std::size_t levels = 3'000'000;
    const std::string bomb = std::string(levels, '[') + std::string(levels, ']');
    CHECK(outcome("[" + bomb + ",{}]") == "too_long ok");
    CHECK(outcome("[" + std::string(levels, '[')) == "unfinished");
    const std::string small = std::string(5000, '[') + std::string(5000, ']');
    CHECK(outcome("[" + small + ",{}]") == "too_deep ok");
    intake::ValueScanner scanner;
    CHECK(scanner.feed(std::string(5000, '[') + "}") == 5001);  // below the typed levels
    CHECK(scanner.state() == intake::ValueScanner::State::Open);
}

TEST_CASE("json items: a source that fails is an error and no item", "[intake]") {
    tests::TextSource at_once("[{}]", 1, 0);
    CHECK(intake::open_items(at_once, {}).error().code == Errc::Io);
    tests::TextSource later("[{},{}]", 1, 5);
    auto reader = intake::open_items(later, {}).value();
    intake::Item item;
    REQUIRE(reader->next(item).value());
    CHECK(reader->next(item).error().code == Errc::Io);
}
