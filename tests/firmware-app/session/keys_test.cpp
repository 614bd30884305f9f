// What counts as a press, and where the focus goes.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

namespace {

constexpr Key language{KeyId::Language, 0};
constexpr Key easy_use{KeyId::EasyUse, 0};

}  // namespace

TEST_CASE("session: a press counts on release inside the same key", "[session]") {
    auto rig = Rig::ready();
    rig.feed(KeyDown{language});
    CHECK(rig.state.pressed == language);
    CHECK(rig.name() == "attract");
    SECTION("inside") {
        rig.feed(KeyUp{language});
        CHECK(rig.name() == "languages");
    }
    SECTION("slid off") {
        rig.feed(KeyUp{});
        CHECK(rig.name() == "attract");
    }
    SECTION("slid to another") {
        rig.feed(KeyUp{easy_use});
        CHECK(rig.name() == "attract");
    }
    SECTION("never went down") {
        rig.feed(KeyUp{});
        rig.feed(KeyUp{language});
        CHECK(rig.name() == "attract");
    }
    SECTION("of a screen that is gone") {
        rig.check(outcome_of(Verdict::Accepted, "d1"));
        rig.feed(KeyUp{language});
        CHECK(rig.name() == "verdict");
    }
    CHECK_FALSE(rig.state.pressed.has_value());
}

TEST_CASE("session: identical presses within 0.3 s are one", "[session]") {
    auto rig = Rig::ready();
    rig.tap(KeyId::EasyUse);
    const auto press = [&] {
        rig.feed(KeyDown{Key{KeyId::LargeText, 0}});
        rig.feed(KeyUp{Key{KeyId::LargeText, 0}});
    };
    press();
    CHECK(rig.state.access.large_text);
    rig.now_ms += 299;
    press();
    CHECK(rig.state.access.large_text);
    rig.now_ms += 1;
    press();
    CHECK_FALSE(rig.state.access.large_text);
}

TEST_CASE("session: easy use, every key of it", "[session]") {
    auto rig = Rig::ready();
    rig.feed(ButtonEasyUse{});
    REQUIRE(rig.name() == "easy_use");
    for (const auto id :
         {KeyId::LargeText, KeyId::Contrast, KeyId::LowerKeys, KeyId::ReadAloud, KeyId::MoreTime}) {
        CHECK_FALSE(rig.key(id)->is_on);
        rig.tap(id);
        CHECK(rig.key(id)->is_on);
        CHECK(rig.key(id)->is_toggle);
    }
    rig.tap(KeyId::SayAgain);
    CHECK(rig.last<Say>()->keys.front() == "access.button");
    for (int i = 0; i < 12; ++i) rig.tap(KeyId::VolumeUp);
    CHECK(rig.last<SetVolume>()->percent == 100);
    for (int i = 0; i < 12; ++i) rig.tap(KeyId::VolumeDown);
    CHECK(rig.last<SetVolume>()->percent == 0);
    rig.tap(KeyId::Close);
    CHECK(rig.name() == "attract");
    rig.wait(180'000);  // more time
    CHECK_FALSE(rig.state.access.large_text);
    CHECK(rig.last<SetVolume>()->percent == 70);  // the next person's starts as it was
}

TEST_CASE("session: focus walks with wrap, and goes away on touch", "[session]") {
    auto rig = Rig::ready();
    CHECK_FALSE(rig.state.focus.has_value());
    rig.feed(FocusOk{});
    CHECK(rig.name() == "attract");
    rig.feed(FocusMove{1});
    CHECK(rig.state.focus == language);
    rig.feed(FocusMove{1});
    CHECK(rig.state.focus == easy_use);
    rig.feed(FocusMove{1});
    CHECK(rig.state.focus == language);
    rig.feed(FocusMove{-1});
    CHECK(rig.state.focus == easy_use);
    rig.feed(FocusMove{std::numeric_limits<std::int32_t>::min()});
    CHECK(rig.state.focus.has_value());
    rig.feed(KeyDown{easy_use});
    CHECK_FALSE(rig.state.focus.has_value());
    rig.feed(KeyUp{});
    rig.feed(FocusMove{-1});
    CHECK(rig.state.focus == easy_use);
    rig.feed(FocusOk{});
    CHECK(rig.name() == "easy_use");
    CHECK(rig.state.focus.has_value());  // whoever came by keys goes on by keys
}

TEST_CASE("session: disabled keys do nothing", "[session]") {
    auto rig = Rig::ready();
    rig.unlock(Role::Operator);
    rig.feed(KeyDown{Key{KeyId::OpenPolicy, 0}});
    CHECK_FALSE(rig.state.pressed.has_value());
    rig.feed(KeyUp{Key{KeyId::OpenPolicy, 0}});
    CHECK(rig.name() == "operator_home");
    rig.state.focus = Key{KeyId::OpenPolicy, 0};
    rig.feed(FocusOk{});
    CHECK(rig.name() == "operator_home");
    CHECK(rig.effects.empty());
}
