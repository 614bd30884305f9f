// A kiosk's way to its hub and back, through the program; the hub is played with the library.
#include "core/json/reader.h"
#include "core/sync/export_content.h"
#include "core/sync/receipt.h"
#include "core/sync/sealed_export.h"
#include "drivers/random/sodium_random.h"
#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::sync;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

// Beyond the time for reprints of first_instant.
constexpr std::string_view printed_later = "2090-01-05T10:00:00Z";

HubKeys make_hub() {
    SodiumRandom random;
    return {"capital", crypto::SigningKey::generate_ed25519(random),
            crypto::BoxKey::generate(random)};
}

Bytes content_of(const fs::path& path) {
    return to_bytes(as_bytes(read_text(path)));
}

struct Enrolled {
    HubKeys hub = make_hub();
    KioskFolder kiosk;
    std::string stick = kiosk.path("stick");

    /// @return what the hub is told of the kiosk
    [[nodiscard]] KioskPublic enroll() const {
        const auto file = kiosk.file("hub.json", write_hub_public(hub.public_part()));
        const auto run = kiosk.with_state({"sync", "enroll", "--hub", file, "--name", "Camp 3"});
        REQUIRE(run.exit_code == 0);
        return read_kiosk_public(run.out).value();
    }
    [[nodiscard]] ProgramResult sync(std::vector<std::string> words) const {
        words.insert(words.begin(), "sync");
        words.insert(words.end(), {"--json", "--at", std::string(printed_later)});
        return kiosk.with_state(words);
    }
    [[nodiscard]] std::string receipt_for(const ExportHeader& header) const {
        return sign_receipt({header.hub, header.kiosk, header.made_at, {header.mark}}, hub).value();
    }
};

}  // namespace

TEST_CASE("e2e: to the hub on a stick, and its receipt back", "[e2e][sync]") {
    const Enrolled camp;
    const auto item = request_item("R1", 1);
    const auto document = json::read(item).value();
    const std::string name(document.root().find("recipient")->text_of("name"));
    REQUIRE(!name.empty());
    const auto issued =
        camp.kiosk.issue({"--kiosk", "1", "--at", first_instant, camp.kiosk.file("a.json", item)});
    REQUIRE(issued.exit_code == 0);
    fs::remove(camp.kiosk.path("a.json"));
    const auto state = camp.kiosk.path(camp.kiosk.state);
    CHECK(!files_with(state, {name}).empty());
    CHECK(camp.sync({"export", camp.stick}).exit_code == 3);  // no hub yet

    const auto kiosk = camp.enroll();
    const auto exported = camp.sync({"export", camp.stick});
    REQUIRE(exported.exit_code == 0);
    CHECK(files_with(state, {name}).empty());
    const auto files = files_below(camp.stick);
    REQUIRE(files.size() == 1);
    const auto opened = open_export(content_of(files[0]), camp.hub, kiosk);
    REQUIRE(opened);
    const auto content =
        read_export_content(as_text(opened->content), opened->header.mark, opened->header.previous);
    REQUIRE(content);
    REQUIRE(content->certificates.size() == 1);
    const auto certificate = open_certificate(content->certificates[0].sealed, camp.hub.seal);
    CHECK(certificate->credential_json.find(name) != std::string::npos);
    CHECK(camp.sync({"export", camp.stick}).out.find(R"("written":[],"present":[1])") !=
          std::string::npos);

    // A receipt of somebody else, then the right one, then once more.
    const auto stranger = make_hub();
    auto forged = opened->header;
    forged.hub = stranger.public_part().id();
    const auto other =
        sign_receipt({forged.hub, forged.kiosk, forged.made_at, {forged.mark}}, stranger).value();
    CHECK(camp.sync({"import", camp.kiosk.file("forged.json", other)}).exit_code == 1);
    CHECK(camp.sync({"import", camp.stick}).exit_code == 0);  // none there
    const auto receipt = camp.receipt_for(opened->header);
    fs::create_directories(camp.stick + "/outpost/receipts");
    camp.kiosk.file("stick/outpost/receipts/" + receipt_file_name(kiosk.id()), receipt);
    const auto taken = camp.sync({"import", camp.stick});
    CHECK(taken.exit_code == 0);
    CHECK(taken.out.find(R"("received":1,"known":0,"purged":1)") != std::string::npos);
    const auto again = camp.sync({"import", camp.kiosk.file("receipt.json", receipt)});
    CHECK(again.exit_code == 0);
    CHECK(again.out.find(R"("received":0,"known":1,"purged":0)") != std::string::npos);
    auto wrong = opened->header;
    wrong.mark.head[0] ^= 1;
    CHECK(camp.sync({"import", camp.kiosk.file("wrong.json", camp.receipt_for(wrong))}).exit_code ==
          1);
    CHECK(camp.kiosk.with_state({"journal", "check"}).exit_code == 0);

    // The file whose receipt came is taken away, and the same request is still a duplicate.
    REQUIRE(camp.sync({"export", camp.stick}).exit_code == 0);
    CHECK_FALSE(fs::exists(files[0]));
    const auto twice =
        camp.kiosk.issue({"--at", std::string(printed_later), camp.kiosk.file("b.json", item)});
    INFO(twice.out << twice.err);
    CHECK(twice.out.find(R"("status":"duplicate")") != std::string::npos);
}

TEST_CASE("e2e: request files of one name are both kept, sealed", "[e2e][sync]") {
    const Enrolled camp;
    (void)camp.enroll();
    const auto done = camp.kiosk.path(camp.kiosk.state) + "/queue/done/a.json";
    for (const auto* text : {"refused on Monday", "refused on Tuesday"}) {
        camp.kiosk.file(camp.kiosk.state + "/queue/done/a.json", text);
        REQUIRE(
            camp.kiosk.with_state({"sync", "seal", "--at", std::string(printed_later)}).exit_code ==
            0);
        CHECK_FALSE(fs::exists(done));
    }
    std::vector<std::string> opened;
    for (const auto& path : files_below(camp.kiosk.path(camp.kiosk.state) + "/queue/sealed"))
        opened.emplace_back(as_text(
            camp.hub.seal.open_long(content_of(path), as_bytes("outpost-done-request/1")).value()));
    std::sort(opened.begin(), opened.end());
    CHECK(opened == std::vector<std::string>{"refused on Monday", "refused on Tuesday"});
}

TEST_CASE("e2e: a medium that takes nothing costs nothing", "[e2e][sync]") {
    const Enrolled camp;
    (void)camp.enroll();
    const auto blocked = camp.kiosk.file("blocked", "a file where a folder should be");
    CHECK(camp.sync({"export", blocked}).exit_code == 3);
    const auto status = camp.kiosk.with_state({"sync", "status", "--json"});
    CHECK(status.out.find(R"("exports":1,"open":[1])") != std::string::npos);
    CHECK(camp.sync({"export", camp.stick}).out.find(R"("written":[1])") != std::string::npos);
}
