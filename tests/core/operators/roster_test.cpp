// The roster: who a PIN belongs to, and which files and changes are refused.
#include "core/operators/roster.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::operators;

namespace {

constexpr crypto::PinCost cheap{1, crypto::pin_memory_kib_min};

crypto::SecretBytes pin(std::string_view digits) {
    return crypto::SecretBytes::copy_of(as_bytes(digits));
}

crypto::PinSalt salt_of(std::uint8_t byte) {
    crypto::PinSalt salt{};
    salt.fill(byte);
    return salt;
}

NewOperator person(const std::string& name, Role role = Role::Operator) {
    return {name, role, salt_of(static_cast<std::uint8_t>(name.size())), {1'800'000'000'000}};
}

OperatorRoster two() {
    const OperatorRoster nobody(salt_of(7), cheap);
    const auto one = nobody.with(person("Ada"), pin("471902"));
    REQUIRE(one.has_value());
    const auto both = one->with(person("Grace", Role::Supervisor), pin("830516"));
    REQUIRE(both.has_value());
    return *both;
}

std::string name_behind(const OperatorRoster& roster, std::string_view digits) {
    const auto found = roster.find_by_pin(pin(digits));
    REQUIRE(found.has_value());
    return *found ? (*found)->name : "nobody";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("roster: a PIN names its operator", "[operators][roster]") {
    const auto roster = two();
    CHECK(name_behind(roster, "471902") == "Ada");
    CHECK(name_behind(roster, "830516") == "Grace");
    CHECK(name_behind(roster, "471903") == "nobody");
    CHECK(name_behind(roster, "4719020") == "nobody");
    CHECK(name_behind(roster, "1") == "nobody");  // as slow as any other
    CHECK(name_behind(OperatorRoster(salt_of(7), cheap), "471902") == "nobody");
    CHECK((*roster.find_by_pin(pin("830516")))->role == Role::Supervisor);
    CHECK(roster.find_by_pin(pin("")).error().code == Errc::BadLength);
    CHECK(roster.has_supervisor());
    CHECK_FALSE(roster.without("Grace")->has_supervisor());
}

TEST_CASE("roster: names and PINs are somebody's alone", "[operators][roster]") {
    const auto roster = two();
    const auto code = [&](const std::string& name, std::string_view digits) {
        const auto added = roster.with(person(name), pin(digits));
        REQUIRE_FALSE(added.has_value());
        return added.error().code;
    };
    CHECK(code("Ada", "920461") == Errc::Duplicate);
    CHECK(code("Joan", "471902") == Errc::Duplicate);
    CHECK(code("Joan", "123456") == Errc::BadValue);
    CHECK(code("Joan", "92046") == Errc::BadLength);
    CHECK(code("", "920461") == Errc::BadLength);
    CHECK(code(std::string(name_bytes_max + 1, 'a'), "920461") == Errc::TooLong);
    CHECK(code(" Joan", "920461") == Errc::BadCharacter);
    CHECK(code("Joan\x1b[2J", "920461") == Errc::BadCharacter);
    CHECK(code("Jo\xe2\x80\xae"
               "an",
               "920461") == Errc::BadCharacter);  // right-to-left override
    CHECK(code("Jo\xff", "920461") == Errc::BadCharacter);
    CHECK(roster.with(person("\xe0\xae\x85\xe0\xae\xae\xe0\xaf\x81"), pin("920461")).has_value());
}

TEST_CASE("roster: sixteen at most, and numbers never come again", "[operators][roster]") {
    OperatorRoster roster(salt_of(7), cheap);
    for (int i = 0; i < 16; ++i) {
        const auto next =
            roster.with(person("p" + std::to_string(i)), pin(std::to_string(471'902 + 1'357 * i)));
        REQUIRE(next.has_value());
        roster = *next;
    }
    CHECK(roster.with(person("one more"), pin("920461")).error().code == Errc::TooLong);
    const auto fewer = roster.without("p15");
    REQUIRE(fewer.has_value());
    const auto again = fewer->with(person("p15"), pin("920461"));
    REQUIRE(again.has_value());
    CHECK(again->find("p15")->number == 17);
    CHECK(roster.without("nobody").error().code == Errc::NotFound);
    const auto read = OperatorRoster::parse(again->to_text());
    REQUIRE(read.has_value());
    CHECK(read->operators().size() == 16);
    CHECK(name_behind(*read, "920461") == "p15");
}

TEST_CASE("roster: what is written is read again, and holds no PIN", "[operators][roster]") {
    const auto text = two().to_text();
    CHECK(text.find("471902") == std::string::npos);
    const auto read = OperatorRoster::parse(text);
    REQUIRE(read.has_value());
    CHECK(read->to_text() == text);
    CHECK(name_behind(*read, "471902") == "Ada");
    CHECK(read->find("Grace")->number == 2);
    CHECK(format_rfc3339(read->find("Ada")->added_at) == "2027-01-15T08:00:00Z");
    CHECK(read->cost() == cheap);
    CHECK(OperatorRoster::parse(OperatorRoster(salt_of(7)).to_text())->operators().empty());
}

TEST_CASE("roster: the file cannot make an operator a supervisor", "[operators][roster]") {
    const auto text = two().to_text();
    const auto raised =
        OperatorRoster::parse(replaced(text, "\"name\":\"Ada\",\"role\":\"operator\"",
                                       "\"name\":\"Ada\",\"role\":\"supervisor\""));
    REQUIRE(raised.has_value());
    CHECK(name_behind(*raised, "471902") == "nobody");
    const auto renamed = OperatorRoster::parse(replaced(text, "\"Grace\"", "\"Eve\""));
    REQUIRE(renamed.has_value());
    CHECK(name_behind(*renamed, "830516") == "nobody");
}

TEST_CASE("roster: hostile files are refused", "[operators][roster]") {
    const auto good = two().to_text();
    const auto code = [&](const std::string& from, const std::string& to) {
        const auto parsed = OperatorRoster::parse(replaced(good, from, to));
        REQUIRE_FALSE(parsed.has_value());
        return parsed.error().code;
    };
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(OperatorRoster::parse(std::string_view(good).substr(0, size)).has_value());
    CHECK(code("operators/1", "operators/2") == Errc::Unsupported);
    CHECK(code("\"passes\":1", "\"passes\":0") == Errc::BadValue);
    CHECK(code("\"passes\":1", "\"passes\":1000000") == Errc::BadValue);
    CHECK(code("\"memory_kib\":8", "\"memory_kib\":7") == Errc::BadValue);
    CHECK(code("\"memory_kib\":8", "\"memory_kib\":4294967296") == Errc::BadValue);
    CHECK(code("\"memory_kib\":8", "\"memory_kib\":\"8\"") == Errc::BadSyntax);
    CHECK(code("\"passes\":1", "\"passes\":1,\"more\":1") == Errc::BadSyntax);
    CHECK(code("\"next_number\":3", "\"next_number\":2") == Errc::BadValue);
    CHECK(code("\"number\":2", "\"number\":1") == Errc::Duplicate);
    CHECK(code("\"Grace\"", "\"Ada\"") == Errc::Duplicate);
    CHECK(code("\"Grace\"", "\"\"") == Errc::BadValue);
    CHECK(code("\"Grace\"", "\"G\\u001b\"") == Errc::BadValue);
    CHECK(code("\"supervisor\"", "\"admin\"") == Errc::BadValue);
    CHECK(code("\"tag\":\"", "\"tag\":\"AAAA") == Errc::BadValue);
    CHECK(code("\"tag\":\"", "\"tag\":\"*") != Errc::Io);
    CHECK(code("2027-01-15T08:00:00Z", "2027-13-15T08:00:00Z") == Errc::BadValue);
    CHECK(code("\"operators\":[", "\"operators\":[7,") == Errc::BadSyntax);
    std::string many = replaced(good, "\"operators\":[",
                                "\"operators\":[0,0,0,0,0,0,0,0,0,0,0,0,"
                                "0,0,0,");
    CHECK(OperatorRoster::parse(many).error().code == Errc::TooLong);
    CHECK(OperatorRoster::parse(std::string(17'000, ' ')).error().code == Errc::TooLong);
}
