// The kiosk without a panel: scripts through the real program, from pictures to pages.
#include "core/json/value.h"
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/kiosk_station.h"
#include "tests/e2e/run_program.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

TEST_CASE("e2e: the kiosk's settings are checked with their lines", "[kiosk]") {
    const KioskFolder folder;
    const auto bad = folder.file("bad.toml", "[screen]\ntheme = \"blue\"\n\ncolour = 3\n");
    const auto refused = run_kiosk({"--config", bad, "--check-config"});
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("bad.toml:2: screen.theme: must be one of") != std::string::npos);
    CHECK(refused.err.find("bad.toml:4: screen.colour: no such setting") != std::string::npos);
    CHECK(run_kiosk({"--config", folder.path("none.toml")}).exit_code == 2);
    CHECK(run_kiosk({"--size", "huge"}).exit_code == 2);
    CHECK(run_kiosk({"--headless"}).exit_code == 2);
    const auto printed = run_kiosk({"--print-config"});
    CHECK(printed.exit_code == 0);
    CHECK(printed.out == read_text(source_dir() / "assets/kiosk.toml"));
    CHECK(run_kiosk({"--config", folder.file("good.toml", printed.out), "--check-config"})
              .exit_code == 0);
}

TEST_CASE("e2e: a check takes no tap, and goes back by itself", "[kiosk]") {
    const Station station;
    const auto result = station.play(
        "wait 500\nexpect attract\nshow " + sample("good-v3-dose2-ed25519.png") +
        "\nexpect verdict\nshot accepted\nhide\nwait 30000\n"
        "expect attract\nshow " +
        sample("altered-name.png") + "\nexpect verdict\nhide\nwait 60000\nexpect attract\nshow " +
        sample("no-symbol.png") + "\nwait 1000\nexpect attract\n");
    INFO(result.err);
    CHECK(result.exit_code == 0);
    CHECK(std::filesystem::file_size(station.kiosk().path("shots/accepted.png")) > 1'000);
    const auto tally = run_outpost({"tally", "--state", station.state(), "--json"});
    INFO(tally.out);
    CHECK(tally.out.find("\"accepted\":1") != std::string::npos);
    CHECK(tally.out.find("\"rejected\":1") != std::string::npos);
}

TEST_CASE("e2e: an expectation that fails ends the script", "[kiosk]") {
    const Station station;
    const auto wrong = station.play("wait 100\nexpect pin\n");
    CHECK(wrong.exit_code == 1);
    CHECK(wrong.err.find("script, line 2: the screen is attract") != std::string::npos);
    CHECK(station.play("dance\n").exit_code == 2);
    CHECK(station.play("tap yes\n").exit_code == 1);
}

TEST_CASE("e2e: the language is chosen on the screen, and forgotten with the visit", "[kiosk]") {
    const Station station;
    const auto result = station.play(
        "wait 500\ntap language\nexpect languages\ntap choose_language 5\n"
        "expect attract\nshot arabic\nwait 200000\nshot english\n");
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    CHECK(read_bytes(station.kiosk().path("shots/arabic.png")) !=
          read_bytes(station.kiosk().path("shots/english.png")));
}

TEST_CASE("e2e: a camera that is gone is said, and comes back by itself", "[kiosk]") {
    const Station station;
    const auto result = station.play(
        "wait 500\ncamera unplugged\nwait 1500\nexpect out_of_service\n"
        "camera streaming\nwait 1500\nexpect attract\n");
    INFO(result.err);
    CHECK(result.exit_code == 0);
}

TEST_CASE("e2e: wrong PINs lock the door, also after a restart", "[kiosk]") {
    const Station station;
    std::string script = "wait 500\npress operator\nexpect pin\n";
    for (int k = 0; k < 3; ++k) script += taps_of("010212");
    const auto locked = station.play(script + "expect pin\n" + taps_of(pin) + "expect pin\n");
    INFO(locked.err);
    // While it is locked the keys are not there, or do nothing.
    CHECK((locked.exit_code == 0 ||
           locked.err.find("the screen has no such key now") != std::string::npos));
    const auto after = station.play("wait 500\npress operator\nexpect pin\n" + taps_of(pin) +
                                    "expect operator_home\n");
    CHECK(after.exit_code == 1);
    REQUIRE(run_outpost({"operator", "reset-lock", "--state", station.state()}).exit_code == 0);
    const auto opened = station.play("wait 500\npress operator\nexpect pin\n" + taps_of(pin) +
                                     "expect operator_home\n");
    INFO(opened.err);
    CHECK(opened.exit_code == 0);
}

TEST_CASE("e2e: a queued request is confirmed, issued, printed, and printed again", "[kiosk]") {
    const Station station;
    station.drop("morning.json",
                 "[" + request_item("KSK-1", 1) + "," + request_item("KSK-2", 1) + "]");
    const auto result = station.play(
        "wait 12000\npress operator\n" + taps_of(pin) +
        "expect operator_home\ntap open_queue\nwait 300\nexpect queue\nshot queue\ntap row 0\nwait "
        "300\n"
        "expect confirm\ntap yes\nwait 1500\nexpect hand_over\nwait 30000\nexpect attract\n"
        // Back in the queue where it was left. The second person says that the name is wrong.
        "press operator\n" +
        taps_of(pin) +
        "expect queue\nwait 300\ntap row 0\nwait 300\nexpect confirm\ntap no\n"
        "expect what_is_wrong\ntap wrong_name\nwait 20000\n");
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    REQUIRE(station.kiosk().spooled().size() == 1);
    const auto checked =
        run_outpost({"verify", "--json", "--trust", station.kiosk().path("trust"), "--at",
                     second_instant, station.state() + "/spool/" + station.kiosk().spooled()[0]});
    REQUIRE(checked.lines().size() == 1);
    CHECK(checked.lines()[0].root().text_of("verdict") == "accepted");
    const auto held = run_outpost({"queue", "list", "--state", station.state(), "--json"});
    CHECK(held.out.find("person_name") != std::string::npos);

    const auto again = station.play(
        "wait 500\npress operator\n" + taps_of(pin) +
            "tap open_reprint\nwait 300\ntap row 0\nwait 300\nexpect reprint\ntap reason_damaged\n"
            "wait 1500\nexpect hand_over\n",
        second_instant);
    INFO(again.err);
    CHECK(again.exit_code == 0);
    CHECK(station.kiosk().spooled().size() == 2);
    // Nothing waits any more: one was issued, one is held.
    const auto empty = station.play(
        "wait 500\npress operator\n" + taps_of(pin) + "tap open_queue\nwait 300\ntap print_all\n",
        "2090-01-03T10:00:00Z");
    CHECK(empty.exit_code == 0);
    CHECK(station.kiosk().spooled().size() == 2);
}

TEST_CASE("e2e: a signed bundle from a stick is imported and counts at once", "[kiosk]") {
    const KioskFolder folder;
    const auto stick = folder.path("media/STICK/outpost");
    std::filesystem::create_directories(stick);
    const auto settings = folder.file("stick.toml", "[check]\nroot = \"" + folder.path("root.pub") +
                                                        "\"\n[operator]\nimport_folders = [\"" +
                                                        folder.path("media") + "\"]\n");
    const auto run = [&](const std::vector<std::string>& words) {
        const auto result = run_outpost(words);
        INFO(result.err);
        REQUIRE(result.exit_code == 0);
    };
    run({"operator", "add", "A. Silva", "--role", "supervisor", "--state", folder.path("state"),
         "--pin-file", folder.file("pin", std::string(pin) + "\n")});
    const auto make = [&](const std::string& name, const std::string& sequence) {
        run({"trust", "make", "--out", stick + name, "--sequence", sequence, "--issued",
             "2089-12-01T00:00:00Z", "--message", folder.file("notice.txt", "Wash hands."),
             sample("trust")});
        run({"trust", "sign", "--key", folder.path("key.json"), "--passphrase-file",
             folder.path("passphrase"), "--root-out", folder.path("root.pub"), stick + name});
    };
    make("/b-update.json", "5");
    make("/a-forged.json", "6");
    folder.file("media/STICK/outpost/a-forged.json",
                read_text(stick + "/a-forged.json") + " ");  // changed after it was signed
    folder.file("media/STICK/outpost/other.json", "{}");
    const auto good = sample("good-v3-dose2-ed25519.png");
    const auto check = "show " + good + "\nexpect verdict\nhide\nwait 60000\nexpect attract\n";
    const auto open = "wait 500\npress operator\n" + taps_of(pin) + "expect operator_home\n";
    const auto result = run_kiosk(
        {"--config", settings, "--state", folder.path("state"), "--script",
         folder.file("script.txt", "wait 500\nexpect attract\n" + check + open +
                                       "tap open_import\nwait 300\nexpect import\n"
                                       "shot forged\ntap row 1\nshot offer\ntap do_import\n"
                                       "wait 500\nshot done\nwait 400000\nexpect attract\n" +
                                       check),
         "--shots", folder.path("shots"), "--at", first_instant});
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    const auto tally = run_outpost({"tally", "--state", folder.path("state"), "--json"});
    INFO(tally.out);
    CHECK(tally.out.find("\"unknown\":1") != std::string::npos);
    CHECK(tally.out.find("\"accepted\":1") != std::string::npos);
    const auto inspected =
        run_outpost({"trust", "inspect", "--json", folder.path("state") + "/trust"});
    CHECK(inspected.out.find("\"sequence\":5") != std::string::npos);
    CHECK(read_bytes(folder.path("shots/offer.png")) != read_bytes(folder.path("shots/done.png")));
    if (const char* keep = std::getenv("OUTPOST_KEEP_SHOTS"))
        std::filesystem::copy(folder.path("shots"), keep, std::filesystem::copy_options::recursive);
}

TEST_CASE("e2e: tries at the staff door are in the journal, without digits or names", "[kiosk]") {
    const Station station;
    const auto result = station.play("wait 500\npress operator\nexpect pin\n" + taps_of("010212") +
                                     "expect pin\n" + taps_of(pin) + "expect operator_home\n");
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    CHECK(run_outpost({"journal", "check", "--state", station.state()}).exit_code == 0);
    const auto list = run_outpost({"journal", "list", "--json", "--state", station.state()});
    INFO(list.out << list.err);
    REQUIRE(list.exit_code == 0);
    const auto wrong = list.out.find("wrong");
    const auto opened = list.out.find("opened");
    CHECK(list.out.find("pin_tried") != std::string::npos);
    REQUIRE(wrong != std::string::npos);
    REQUIRE(opened != std::string::npos);
    CHECK(wrong < opened);
    for (const auto* never : {pin, "010212", "Silva"})
        CHECK(list.out.find(never) == std::string::npos);
}
