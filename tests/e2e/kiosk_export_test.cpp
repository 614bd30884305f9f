// The export page: what the kiosk issued goes to a stick with one press, and receipts come back.
#include "core/sync/certificate_content.h"
#include "core/sync/export_content.h"
#include "core/sync/receipt.h"
#include "core/sync/sealed_export.h"
#include "drivers/random/sodium_random.h"
#include "tests/e2e/kiosk_station.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

/// Opens the export page, looks at it, exports to the first stick, looks at the outcome.
std::string export_script(const std::string& name) {
    return "wait 500\npress operator\n" + taps_of(pin) +
           "expect operator_home\ntap open_export\nwait 300\nexpect export\nshot " + name +
           "-page\ntap do_export 0\nwait 500\nshot " + name + "-end\n";
}

}  // namespace

TEST_CASE("e2e: the export page writes to the stick, and takes the receipt from it", "[kiosk]") {
    const TemporaryFolder media;
    const auto stick = media.path() / "STICK";
    fs::create_directories(stick / "outpost");
    fs::create_directories(media.path() / "not-mounted");
    const Station station("[operator]\nimport_folders = [\"" + media.path().string() + "\"]\n");
    const auto& kiosk = station.kiosk();
    const auto issued = kiosk.issue(
        {"--kiosk", "7", "--at", first_instant, kiosk.file("a.json", request_item("R1", 1))});
    INFO(issued.err);
    REQUIRE(issued.exit_code == 0);

    const auto without = station.play(export_script("none"), second_instant);
    INFO(without.err);
    REQUIRE(without.exit_code == 0);
    CHECK(files_below(media.path()).empty());

    SodiumRandom random;
    const sync::HubKeys hub{"capital", crypto::SigningKey::generate_ed25519(random),
                            crypto::BoxKey::generate(random)};
    const auto enrolled = kiosk.with_state(
        {"sync", "enroll", "--hub",
         kiosk.file("hub.json", sync::write_hub_public(hub.public_part())), "--name", "Camp"});
    REQUIRE(enrolled.exit_code == 0);
    const auto camp = sync::read_kiosk_public(enrolled.out).value();
    const auto with = station.play(export_script("hub"), "2090-01-03T10:00:00Z");
    INFO(with.err);
    REQUIRE(with.exit_code == 0);
    CHECK(read_bytes(kiosk.path("shots/none-end.png")) !=
          read_bytes(kiosk.path("shots/hub-end.png")));
    const auto files = files_below(media.path());
    REQUIRE(files.size() == 1);
    CHECK(files[0].string().starts_with(stick.string()));
    const auto opened = sync::open_export(as_bytes(read_text(files[0])), hub, camp);
    REQUIRE(opened);
    const auto content = sync::read_export_content(as_text(opened->content), opened->header.mark,
                                                   opened->header.previous);
    REQUIRE(content);
    REQUIRE(content->certificates.size() == 1);
    CHECK(sync::open_certificate(content->certificates[0].sealed, hub.seal));

    // The stick comes back with the receipt: one press, and the next export is what came since.
    const auto& header = opened->header;
    fs::create_directories(stick / "outpost/receipts");
    const auto receipt =
        sync::sign_receipt({header.hub, header.kiosk, header.made_at, {header.mark}}, hub);
    std::ofstream(stick / "outpost/receipts" / sync::receipt_file_name(camp.id())) << *receipt;
    const auto again = station.play(export_script("again"), "2090-01-04T10:00:00Z");
    INFO(again.err);
    REQUIRE(again.exit_code == 0);
    const auto status = kiosk.with_state({"sync", "status", "--json"});
    INFO(status.out);
    CHECK(status.out.find(R"("open":[1])") == std::string::npos);
    CHECK_FALSE(fs::exists(files[0]));
    if (const char* keep = std::getenv("OUTPOST_KEEP_SHOTS"))
        fs::copy(kiosk.path("shots"), keep, fs::copy_options::recursive);
}
