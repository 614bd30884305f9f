#include "core/framing/scanner_option.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using framing::parse_scanner_option;

namespace {

struct Refusal {
    std::string_view text;
    Errc code;
    std::size_t offset;
};

}  // namespace

TEST_CASE("scanner option: what each setting means", "[framing]") {
    const auto plain = parse_scanner_option("serial:/dev/ttyACM0");
    REQUIRE(plain.has_value());
    CHECK(plain->kind == SourceKind::SerialBytes);
    CHECK(plain->path == "/dev/ttyACM0");
    CHECK(plain->baud == 115200);
    CHECK(plain->rules.idle_ms == 80);
    CHECK(plain->rules.pause_ms == 400);
    CHECK(plain->rules.payload_bytes_max == 8192);
    CHECK(plain->rules.prefix.empty());
    CHECK(plain->rules.suffix.empty());

    const auto full = parse_scanner_option(
        "serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0,baud=9600,prefix=02,suffix=0D0a,"
        "idle=100,pause=1000,max=4096");
    REQUIRE(full.has_value());
    CHECK(full->path == "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0");
    CHECK(full->baud == 9600);
    CHECK(full->rules.prefix == Bytes{2});
    CHECK(full->rules.suffix == Bytes{13, 10});
    CHECK(full->rules.idle_ms == 100);
    CHECK(full->rules.pause_ms == 1000);
    CHECK(full->rules.payload_bytes_max == 4096);

    const auto keys = parse_scanner_option("keys:/dev/input/event3,layout=de(nodeadkeys)");
    REQUIRE(keys.has_value());
    CHECK(keys->kind == SourceKind::TypedText);
    CHECK(keys->layout == "de(nodeadkeys)");
    CHECK(keys->rules.idle_ms == 150);
    CHECK(keys->rules.pause_ms == 750);

    const auto lines = parse_scanner_option("keys:/dev/input/event3,idle=0,suffix=0d,prefix=none");
    REQUIRE(lines.has_value());
    CHECK(lines->rules.idle_ms == 0);
    CHECK(lines->rules.pause_ms == 400);
}

TEST_CASE("scanner option: everything else is refused, with its place", "[framing]") {
    const Refusal refusals[] = {
        {"", Errc::BadSyntax, 0},
        {",", Errc::BadSyntax, 0},
        {"/dev/ttyACM0", Errc::BadSyntax, 0},
        {"Serial:/dev/ttyACM0", Errc::Unsupported, 0},
        {"usb:/dev/ttyACM0", Errc::Unsupported, 0},
        {"serial:", Errc::BadValue, 7},
        {"serial:ttyACM0", Errc::BadValue, 7},
        {"serial:/", Errc::BadValue, 7},
        {"serial:/dev/tty ACM0", Errc::BadValue, 7},
        {"serial:/dev/tty\nACM0", Errc::BadValue, 7},
        {"serial:/d,", Errc::BadSyntax, 10},
        {"serial:/d,,baud=9600", Errc::BadSyntax, 10},
        {"serial:/d,baud", Errc::BadSyntax, 10},
        {"serial:/d,baud=", Errc::BadValue, 10},
        {"serial:/d,baud=-1", Errc::BadValue, 10},
        {"serial:/d,baud=+9600", Errc::BadValue, 10},
        {"serial:/d,baud=9600 ", Errc::BadValue, 10},
        {"serial:/d,baud=99999999999", Errc::BadValue, 10},
        {"serial:/d,layout=us", Errc::Unsupported, 10},
        {"keys:/d,baud=9600", Errc::Unsupported, 8},
        {"keys:/d,Layout=us", Errc::Unsupported, 8},
        {"keys:/d,layout=", Errc::BadValue, 8},
        {"keys:/d,layout=../us", Errc::BadValue, 8},
        {"keys:/d,layout=us)", Errc::BadValue, 8},
        {"keys:/d,layout=us()", Errc::BadValue, 8},
        {"keys:/d,layout=(intl)", Errc::BadValue, 8},
        {"keys:/d,layout=us(a(b))", Errc::BadValue, 8},
        {"serial:/d,suffix=", Errc::BadValue, 10},
        {"serial:/d,suffix=d", Errc::BadValue, 10},
        {"serial:/d,suffix=cr", Errc::BadValue, 10},
        {"serial:/d,suffix=000000000000000000", Errc::BadValue, 10},
        {"serial:/d,idle=80,idle=80", Errc::Duplicate, 18},
        {"serial:/d,idle=0", Errc::BadValue, 0},
        {"serial:/d,idle=-5", Errc::BadValue, 0},
        {"serial:/d,idle=9223372036854775807", Errc::BadValue, 0},
        {"serial:/d,idle=500,pause=100", Errc::BadValue, 0},
        {"serial:/d,max=0", Errc::BadValue, 0},
        {"serial:/d,max=70000", Errc::BadValue, 0},
    };
    for (const auto& refusal : refusals) {
        INFO(refusal.text);
        const auto option = parse_scanner_option(refusal.text);
        REQUIRE_FALSE(option.has_value());
        CHECK(option.error().code == refusal.code);
        CHECK(option.error().offset == refusal.offset);
    }
    const auto endless = parse_scanner_option("serial:/" + std::string(2000, 'x'));
    REQUIRE_FALSE(endless.has_value());
    CHECK(endless.error().code == Errc::TooLong);
    const auto nul = parse_scanner_option(std::string_view("serial:/d\0x", 11));
    REQUIRE_FALSE(nul.has_value());
    CHECK(nul.error().code == Errc::BadValue);
}
