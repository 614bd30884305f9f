#include "drivers/keymap/xkb_key_map.h"

#include <catch2/catch.hpp>

#include <linux/input-event-codes.h>

#include <string>

using namespace outpost;

namespace {

std::unique_ptr<XkbKeyMap> loaded(const std::string& layout) {
    auto map = XkbKeyMap::load(layout);
    REQUIRE(map.has_value());
    return std::move(map).value();
}

char32_t tap(XkbKeyMap& map, std::uint16_t code) {
    const auto character = map.apply({code, KeyMotion::Press});
    CHECK(map.apply({code, KeyMotion::Release}) == key_without_text);
    return character;
}

char32_t tap_with(XkbKeyMap& map, std::uint16_t held, std::uint16_t code) {
    CHECK(map.apply({held, KeyMotion::Press}) == key_without_text);
    const auto character = tap(map, code);
    CHECK(map.apply({held, KeyMotion::Release}) == key_without_text);
    return character;
}

}  // namespace

TEST_CASE("key map: letters, digits, Shift, Enter and Tab", "[scanner]") {
    const auto map = loaded("us");
    CHECK(tap(*map, KEY_A) == U'a');
    CHECK(tap_with(*map, KEY_LEFTSHIFT, KEY_A) == U'A');
    CHECK(tap_with(*map, KEY_RIGHTSHIFT, KEY_SEMICOLON) == U':');
    CHECK(tap(*map, KEY_A) == U'a');
    CHECK(tap(*map, KEY_SPACE) == U' ');
    CHECK(tap(*map, KEY_ENTER) == U'\r');
    CHECK(tap(*map, KEY_KPENTER) == U'\r');
    CHECK(tap(*map, KEY_TAB) == U'\t');
    for (const auto code : {KEY_F1, KEY_LEFT, KEY_INSERT, KEY_CAPSLOCK, KEY_UNKNOWN, KEY_MAX})
        CHECK(tap(*map, static_cast<std::uint16_t>(code)) == key_without_text);
}

TEST_CASE("key map: Base45 has a key for each of its characters in two layouts", "[scanner]") {
    const auto us = loaded("us");
    CHECK(tap_with(*us, KEY_LEFTSHIFT, KEY_4) == U'$');
    CHECK(tap_with(*us, KEY_LEFTSHIFT, KEY_5) == U'%');
    CHECK(tap_with(*us, KEY_LEFTSHIFT, KEY_8) == U'*');
    CHECK(tap_with(*us, KEY_LEFTSHIFT, KEY_EQUAL) == U'+');
    CHECK(tap(*us, KEY_MINUS) == U'-');
    CHECK(tap(*us, KEY_DOT) == U'.');
    CHECK(tap(*us, KEY_SLASH) == U'/');
    const auto german = loaded("de");
    CHECK(tap_with(*german, KEY_LEFTSHIFT, KEY_4) == U'$');
    CHECK(tap_with(*german, KEY_LEFTSHIFT, KEY_5) == U'%');
    CHECK(tap_with(*german, KEY_LEFTSHIFT, KEY_RIGHTBRACE) == U'*');
    CHECK(tap(*german, KEY_RIGHTBRACE) == U'+');
    CHECK(tap(*german, KEY_SLASH) == U'-');
    CHECK(tap(*german, KEY_DOT) == U'.');
    CHECK(tap_with(*german, KEY_LEFTSHIFT, KEY_7) == U'/');
    CHECK(tap_with(*german, KEY_LEFTSHIFT, KEY_DOT) == U':');
    CHECK(tap(*german, KEY_Y) == U'z');
}

TEST_CASE("key map: AltGr, locks and the keypad", "[scanner]") {
    const auto german = loaded("de");
    CHECK(tap_with(*german, KEY_RIGHTALT, KEY_7) == U'{');
    CHECK(tap_with(*german, KEY_RIGHTALT, KEY_MINUS) == U'\\');
    const auto us = loaded("us");
    tap(*us, KEY_CAPSLOCK);
    CHECK(tap(*us, KEY_A) == U'A');
    CHECK(tap_with(*us, KEY_LEFTSHIFT, KEY_A) == U'a');
    CHECK(tap(*us, KEY_1) == U'1');
    tap(*us, KEY_CAPSLOCK);
    CHECK(tap(*us, KEY_A) == U'a');
    CHECK(tap(*us, KEY_KP7) == U'7');  // Num Lock is on at first
    tap(*us, KEY_NUMLOCK);
    CHECK(tap(*us, KEY_KP7) == key_without_text);
    us->apply({KEY_LEFTSHIFT, KeyMotion::Press});
    us->reset();
    CHECK(tap(*us, KEY_A) == U'a');
    CHECK(tap(*us, KEY_KP7) == U'7');
    CHECK(us->apply({0, KeyMotion::Lost}) == key_without_text);
}

TEST_CASE("key map: what should have been text and is none", "[scanner]") {
    const auto us = loaded("us");
    CHECK(tap_with(*us, KEY_LEFTCTRL, KEY_C) == key_unreadable);
    CHECK(tap_with(*us, KEY_LEFTALT, KEY_KP6) == key_unreadable);  // Alt codes
    CHECK(tap_with(*us, KEY_LEFTMETA, KEY_R) == key_unreadable);
    CHECK(tap_with(*us, KEY_LEFTCTRL, KEY_F1) == key_without_text);
    CHECK(tap(*us, KEY_C) == U'c');
    const auto german = loaded("de");
    CHECK(tap(*german, KEY_GRAVE) == key_unreadable);  // the dead circumflex
    CHECK(tap(*german, KEY_SEMICOLON) == U'\u00F6');
    CHECK(tap(*loaded("de(nodeadkeys)"), KEY_GRAVE) == U'^');
}

TEST_CASE("key map: layouts that are none", "[scanner]") {
    for (const std::string layout : {"", "xx-none", "us,de", "de(none-such)", "de(nodeadkeys",
                                     "(intl)", "../us", "us:2", "/etc/passwd", "us(../us)"}) {
        INFO(layout);
        const auto map = XkbKeyMap::load(layout);
        REQUIRE_FALSE(map.has_value());
        CHECK(map.error().code == Errc::NotFound);
    }
}
