// The watched folder: what is dropped is taken only when it is whole and signed.
#include "tests/e2e/kiosk_folder.h"

#include "core/crypto/signing_key.h"
#include "core/trust/minisign.h"
#include "tests/support/comes_true.h"
#include "tests/support/counting_random.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <future>

using namespace outpost;
using namespace outpost::tests;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds deadline{30};

bool is_journal_open(const KioskFolder& kiosk) {
    return fs::exists(kiosk.path("state/queue/incoming/certify-v3")) &&
           fs::exists(kiosk.path("state/journal.db"));
}

/// Written elsewhere, then renamed into the folder, as a sender must.
void drop(const KioskFolder& kiosk, const std::string& name, const std::string& content) {
    kiosk.file("outside", content);
    fs::rename(kiosk.path("outside"), kiosk.path("state/queue/incoming/certify-v3/" + name));
}

std::size_t files_in(const std::string& folder) {
    if (!fs::exists(folder)) return 0;
    return static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("e2e: the watched folder takes signed files and holds the others", "[e2e][watch]") {
    const KioskFolder kiosk;
    CountingRandom random;
    const auto signer = crypto::SigningKey::generate_ed25519(random);
    const auto public_key =
        kiosk.file("signer.pub", trust::write_minisign_public_key(signer.public_key()).value());
    RunningProgram watch(
        kiosk.issue_words({"--kiosk", "1", "--watch", "--queue-signer", public_key}));
    REQUIRE(comes_true([&] { return is_journal_open(kiosk); }, deadline));
    REQUIRE(
        comes_true([&] { return watch.err().find("watching") != std::string::npos; }, deadline));

    drop(kiosk, "unsigned.json", request_item("R1", 1));
    REQUIRE(comes_true([&] { return files_in(kiosk.path("state/queue/held")) > 0; }, deadline));

    const auto content = "[" + request_item("R2", 1) + "]";
    const auto signature = trust::sign_minisign(signer, as_bytes(content), {"queue", "queue"});
    REQUIRE(signature);
    drop(kiosk, "signed.json.minisig", *signature);
    drop(kiosk, "signed.json", content);
    REQUIRE(comes_true([&] { return files_in(kiosk.path("state/queue/done")) == 2; }, deadline));

    // Written in place, not renamed: it may be half a file, so it is left alone.
    kiosk.file("state/queue/incoming/certify-v3/in-place.json", request_item("R3", 1));
    // A signature of another content.
    drop(kiosk, "forged.json.minisig", *signature);
    drop(kiosk, "forged.json", "[" + request_item("R4", 1) + "]");
    REQUIRE(comes_true([&] { return files_in(kiosk.path("state/queue/held")) >= 5; }, deadline));
    CHECK(watch.stop() == 1);  // some were held
    CHECK(kiosk.spooled().size() == 1);
    CHECK(fs::exists(kiosk.path("state/queue/incoming/certify-v3/in-place.json")));
    const auto listed = kiosk.with_state({"queue", "list", "--json"});
    REQUIRE(listed.lines().size() == 2);
    CHECK(listed.lines()[0].root().text_of("reason") == "file_unsigned");

    // The operator looks at the first one and releases it.
    const auto number = std::to_string(listed.lines()[0].root().find("held")->as_integer());
    const auto release = kiosk.with_state({"queue", "release", "--profile", kiosk.profile, "--key",
                                           kiosk.path("key.json"), "--passphrase-file",
                                           kiosk.path("passphrase"), number});
    INFO(release.err << release.out);
    CHECK(release.exit_code == 0);
    CHECK(kiosk.spooled().size() == 2);
    const auto other = std::to_string(listed.lines()[1].root().find("held")->as_integer());
    CHECK(kiosk.with_state({"queue", "reject", "--reason", "not ours", other}).exit_code == 0);
    CHECK(kiosk.with_state({"queue", "list", "--json"}).out.empty());
}

TEST_CASE("e2e: a second process on one state folder ends with exit 3", "[e2e][watch]") {
    const KioskFolder kiosk;
    RunningProgram watch(kiosk.issue_words({"--kiosk", "1", "--watch", "--demo"}));
    REQUIRE(
        comes_true([&] { return watch.err().find("watching") != std::string::npos; }, deadline));
    const auto second = kiosk.issue({kiosk.file("a.json", request_item("R1", 1))});
    CHECK(second.exit_code == 3);
    CHECK(second.err.find("another process") != std::string::npos);
    // Reading takes no lock; changing does.
    CHECK(kiosk.with_state({"queue", "list"}).exit_code == 0);
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 0);
    CHECK(kiosk.with_state({"queue", "reject", "1"}).exit_code == 3);
    drop(kiosk, "demo.json", request_item("R2", 1));
    REQUIRE(comes_true([&] { return kiosk.spooled().size() == 1; }, deadline));
    REQUIRE(comes_true([&] { return files_in(kiosk.path("state/queue/done")) == 1; }, deadline));
    CHECK(watch.stop() == 0);
}

TEST_CASE("e2e: what is no plain file is named once and never opened", "[e2e][watch]") {
    const KioskFolder kiosk;
    RunningProgram watch(kiosk.issue_words({"--kiosk", "1", "--watch", "--demo"}));
    REQUIRE(
        comes_true([&] { return watch.err().find("watching") != std::string::npos; }, deadline));
    const auto incoming = kiosk.path("state/queue/incoming/certify-v3/");
    kiosk.file("target.json", request_item("R1", 1));
    fs::create_symlink(kiosk.path("target.json"), kiosk.path("link"));
    fs::rename(kiosk.path("link"), incoming + "link.json");
    fs::create_directory(kiosk.path("folder"));
    fs::rename(kiosk.path("folder"), incoming + "folder.json");
    REQUIRE(::mkfifo(kiosk.path("pipe").c_str(), 0600) == 0);
    fs::rename(kiosk.path("pipe"), incoming + "pipe.json");
    drop(kiosk, "good.json", request_item("R2", 1));
    REQUIRE(comes_true([&] { return kiosk.spooled().size() == 1; }, deadline));
    REQUIRE(comes_true([&] { return watch.err().find("pipe.json is a pipe") != std::string::npos; },
                       deadline));
    CHECK(watch.stop() == 0);
    const auto told = watch.err();
    for (const char* words : {"link.json is a link", "folder.json is a folder"}) {
        CHECK(told.find(words) != std::string::npos);
        CHECK(told.find(words) == told.rfind(words));
    }
    CHECK(kiosk.spooled().size() == 1);
    const auto listed = kiosk.with_state({"queue", "list", "--json"});
    REQUIRE(listed.lines().size() == 3);
    for (const auto& line : listed.lines()) {
        CHECK(line.root().text_of("kind") == "entry");
        CHECK(line.root().text_of("reason") == "no_plain_file");
    }
    CHECK(listed.lines()[1].root().text_of("refused") == "queue/incoming/certify-v3/link.json");
    CHECK(listed.lines()[1].root().text_of("what") == "link");
}
