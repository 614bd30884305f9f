// After a shift nobody's name is in the state folder: a thousand certificates are issued and
// printed, as many checked, and every byte is searched.
#include "core/sync/party_keys.h"
#include "drivers/random/sodium_random.h"
#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

#ifdef OUTPOST_SANITIZED_TEST
constexpr int people = 60;
#else
constexpr int people = 1'000;
#endif
constexpr const char* after_the_shift = "2090-01-03T10:00:00Z";

/// A word that nothing else has in it: letters alone, another for each person.
std::string surname_of(int person) {
    std::string name = "Quxz";
    for (int left = person + 1; left > 0; left /= 26) name += static_cast<char>('a' + left % 26);
    return name + "vyr";
}

}  // namespace

TEST_CASE("e2e: after a shift no name is left in the state folder", "[e2e][at_rest]") {
    const KioskFolder kiosk;
    SodiumRandom random;
    const sync::HubKeys hub{"capital", crypto::SigningKey::generate_ed25519(random),
                            crypto::BoxKey::generate(random)};
    const auto state = kiosk.path(kiosk.state);
    std::string items = "[";
    std::vector<std::string> words;
    for (int person = 0; person < people; ++person) {
        const auto code = "Zqx" + surname_of(person);
        auto item = request_item(code, 1);
        const auto at = item.find("\"name\":\"");
        REQUIRE(at != std::string::npos);
        const auto end = item.find('"', at + 8);
        item.replace(at + 8, end - at - 8, "Wjk " + surname_of(person));
        items += (person == 0 ? "" : ",") + item;
        words.push_back(surname_of(person));
    }
    kiosk.file("queue.json", items + "]");
    const auto issued =
        kiosk.issue({"--kiosk", "1", "--at", first_instant, kiosk.path("queue.json")});
    INFO(issued.err);
    REQUIRE(issued.exit_code == 0);
    REQUIRE(files_with(state, words).size() > static_cast<std::size_t>(people));

    // As many checks, with the state folder that a kiosk checks with.
    std::vector<std::string> certificates;
    for (const auto& entry : fs::directory_iterator(state + "/issued"))
        if (entry.path().extension() == ".json") certificates.push_back(entry.path().string());
    REQUIRE(certificates.size() == static_cast<std::size_t>(people));
    const auto checked = kiosk.verify(certificates);
    CHECK(checked.exit_code == 0);

    REQUIRE(kiosk
                .with_state({"sync", "enroll", "--hub",
                             kiosk.file("hub.json", sync::write_hub_public(hub.public_part())),
                             "--name", "Camp"})
                .exit_code == 0);
    const auto sealed = kiosk.with_state({"sync", "seal", "--at", after_the_shift});
    INFO(sealed.err);
    REQUIRE(sealed.exit_code == 0);
    const auto left = files_with(state, words);
    for (const auto& file : left) FAIL_CHECK(file.string());
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 0);
    // And the stick shows nobody either.
    REQUIRE(kiosk.with_state({"sync", "export", kiosk.path("stick"), "--at", after_the_shift})
                .exit_code == 0);
    CHECK(files_with(kiosk.path("stick"), words).empty());
}
