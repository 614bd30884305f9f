// Kiosk and hub over https, on a loopback of their own.
#include "core/json/reader.h"
#include "tests/e2e/hub_folder.h"
#include "tests/e2e/kiosk_station.h"
#include "tests/support/comes_true.h"
#include "tests/support/files.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <memory>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

/// A certificate for 127.0.0.1, its own authority.
struct ServerCertificate {
    explicit ServerCertificate(const KioskFolder& folder, const std::string& name)
        : certificate(folder.path(name + ".pem")), key(folder.path(name + ".key")) {
        const auto made = run_other(
            "openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                        "-nodes", "-days", "30", "-subj", "/CN=hub", "-addext",
                        "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate});
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
    }
    std::string certificate, key;
};

/// outpost-hub serve; ended with the object.
class ServingHub {
  public:
    ServingHub(const HubFolder& hub, const ServerCertificate& tls,
               const std::vector<std::string>& more = {}) {
        auto words = hub.words({"serve", "--listen", "127.0.0.1:0", "--json", "--tls-certificate",
                                tls.certificate, "--tls-key", tls.key});
        words.insert(words.end(), more.begin(), more.end());
        program_ =
            std::make_unique<RunningProgram>(hub_program(), words, std::vector<std::string>{});
        REQUIRE(comes_true([&] {
            return program_->out().find("\n") != std::string::npos || !program_->is_running();
        }));
        INFO(program_->err());
        const auto line = program_->out().substr(0, program_->out().find('\n'));
        const auto document = json::read(line);
        REQUIRE(document);
        CHECK(document->root().text_of("status") == "listening");
        const auto* port = document->root().find("port");
        REQUIRE(port != nullptr);
        address = "https://127.0.0.1:" + std::to_string(port->as_integer());
    }
    RunningProgram& program() { return *program_; }
    std::string address;

  private:
    std::unique_ptr<RunningProgram> program_;
};

/// A kiosk with one certificate, enrolled in its hub.
struct Camp {
    KioskFolder kiosk;
    HubFolder hub{kiosk};
    std::string hub_file = hub.make_keys();
    std::string kiosk_file = kiosk.path("camp.json");
    ServerCertificate tls{kiosk, "server"};

    int day = 0;

    [[nodiscard]] std::string at(const std::string& time) const {
        return "2090-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T" + time +
               ":00Z";
    }
    /// When the day's pages can no longer be printed again.
    [[nodiscard]] std::string evening() const { return at("23:00"); }

    Camp() {
        issue("R1");
        REQUIRE(kiosk
                    .with_state({"sync", "enroll", "--hub", hub_file, "--name", "Camp 3", "--out",
                                 kiosk_file})
                    .exit_code == 0);
    }
    /// Each on a day of its own.
    void issue(const std::string& code) {
        ++day;
        const auto issued = kiosk.issue({"--kiosk", "1", "--at", at("10:00"),
                                         kiosk.file(code + ".json", request_item(code, 1))});
        INFO(issued.err);
        REQUIRE(issued.exit_code == 0);
    }
    [[nodiscard]] ProgramResult sync(const std::string& verb, const std::string& address,
                                     std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"sync", verb, address, "--json", "--at", evening()};
        words.insert(words.end(), more.begin(), more.end());
        return kiosk.with_state(words);
    }
    [[nodiscard]] std::vector<std::string> pinned() const { return {"--ca", tls.certificate}; }
    void enroll_at_hub() const { REQUIRE(hub.run({"enroll", kiosk_file}).exit_code == 0); }
};

bool has(const ProgramResult& run, const std::string& text) {
    return run.out.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("e2e: exports over https, receipts in the answer", "[e2e][hub][web]") {
    Camp camp;
    CHECK(camp.hub.run({"serve", "--listen", "0.0.0.0:0"}).exit_code == 2);  // no certificate
    CHECK(camp.hub.run({"serve", "--listen", "127.0.0.1"}).exit_code == 2);
    camp.enroll_at_hub();
    fs::remove(camp.kiosk.path("R1.json"));
    ServingHub serving(camp.hub, camp.tls);

    // Nobody but the pinned authority, and the right one is not taken for the system's.
    const ServerCertificate other(camp.kiosk, "other");
    for (const auto& more :
         {std::vector<std::string>{}, std::vector<std::string>{"--ca", other.certificate}}) {
        const auto stranger = camp.sync("export", serving.address, more);
        CHECK(stranger.exit_code == 3);
        CHECK(stranger.err.find("certificate") != std::string::npos);
    }
    CHECK(camp.sync("export", "http://192.0.2.1/").exit_code == 3);  // plain http is refused

    const auto none = camp.sync("import", serving.address, camp.pinned());
    CHECK(none.exit_code == 0);
    CHECK(none.err.find("no receipt") != std::string::npos);
    const auto sent = camp.sync("export", serving.address + "/", camp.pinned());
    INFO(sent.out << sent.err);
    CHECK(sent.exit_code == 0);
    CHECK(has(sent, R"("open":0,"held":0,"received":1,"purged":1)"));
    CHECK(camp.kiosk.with_state({"journal", "check"}).exit_code == 0);
    const auto status = camp.hub.run({"status", "--json"});
    CHECK(has(status, R"("certificates":1)"));
    const auto document = json::read(request_item("R1", 1)).value();
    const std::string name(document.root().find("recipient")->text_of("name"));
    CHECK(files_with(camp.hub.state(), {name}).empty());
    CHECK(files_with(camp.kiosk.path(camp.kiosk.state), {name}).empty());

    // What is new the next time, and nothing the third time but the journal's own entries.
    camp.issue("R2");
    const auto again = camp.sync("export", serving.address, camp.pinned());
    CHECK(has(again, R"("open":0,"held":0,"received":1,"purged":1)"));
    CHECK(serving.program().stop() == 0);
    // The hub is away: nothing is lost.
    camp.issue("R3");
    CHECK(camp.sync("export", serving.address, camp.pinned()).exit_code == 3);
    const auto open = camp.kiosk.with_state({"sync", "status", "--json"});
    CHECK(open.out.find(R"("open":[])") == std::string::npos);
    const ServingHub later(camp.hub, camp.tls);
    const auto last = camp.sync("export", later.address, camp.pinned());
    CHECK(has(last, R"("open":0)"));
    CHECK(has(camp.hub.run({"status", "--json"}), R"("certificates":3)"));
}

TEST_CASE("e2e: a hub on the web takes nothing from strangers", "[e2e][hub][web]") {
    const Camp camp;
    ServingHub serving(camp.hub, camp.tls);
    const auto refused = camp.sync("export", serving.address, camp.pinned());
    INFO(refused.out << refused.err);
    CHECK(refused.exit_code == 1);
    CHECK(has(refused, R"("status":"refused")"));
    CHECK(refused.err.find("enrolled") != std::string::npos);
    CHECK(serving.program().out().find(R"("code":"unknown_kiosk")") != std::string::npos);
    // Another's work on the folder: the hub waits, then says that it is busy.
    camp.enroll_at_hub();
    const auto sent = camp.sync("export", serving.address, camp.pinned());
    CHECK(sent.exit_code == 0);
    // No path leads out of the bundles, and there are none here.
    const auto curl = [&](const std::string& path) {
        return run_other("curl", {"-s", "-o", "/dev/null", "-w", "%{http_code}", "--path-as-is",
                                  "--cacert", camp.tls.certificate, serving.address + path})
            .out;
    };
    if (run_other("curl", {"--version"}).exit_code != 0) {
        WARN("SKIPPED: the curl tool is not installed");
        return;
    }
    for (const auto* path : {"/", "/v1/exports", "/v1/receipts/", "/v1/receipts/../../hub.key",
                             "/trust/hub.key", "/trust/../hub.key"})
        CHECK(curl(path) == "404");
}

TEST_CASE("e2e: a hub killed at any instant of an upload", "[e2e][hub][web]") {
    Camp camp;
    camp.enroll_at_hub();
    int broken = 0;
    for (const int delay_ms : {10, 30, 50, 60, 70, 80, 90, 100, 120, 150}) {
        ServingHub serving(camp.hub, camp.tls);
        camp.issue("K" + std::to_string(delay_ms));
        const auto words = std::vector<std::string>{"sync",
                                                    "export",
                                                    serving.address,
                                                    "--at",
                                                    camp.evening(),
                                                    "--ca",
                                                    camp.tls.certificate,
                                                    "--state",
                                                    camp.kiosk.path(camp.kiosk.state)};
        RunningProgram sending(words);
        std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
        ::kill(serving.program().process(), SIGKILL);
        REQUIRE(comes_true([&] { return !sending.is_running(); }));
        broken += sending.stop() == 0 ? 0 : 1;
    }
    const ServingHub serving(camp.hub, camp.tls);
    const auto sent = camp.sync("export", serving.address, camp.pinned());
    INFO(sent.out << sent.err);
    CHECK(sent.exit_code == 0);
    CHECK(has(sent, R"("open":0)"));
    CHECK(has(camp.hub.run({"status", "--json"}), R"("certificates":11)"));
    CHECK(camp.kiosk.with_state({"journal", "check"}).exit_code == 0);
    WARN(broken << " of 10 uploads broke off");
}

TEST_CASE("e2e: bundles over https, with parts beside them", "[e2e][hub][web]") {
    const Camp camp;
    fs::create_directories(camp.kiosk.path("bundles"));
    const auto bundle = camp.kiosk.path("bundles/trust.json");
    // Larger than one piece, so that it comes in several.
    std::string list = R"({"outpost_revocations":1,"issued_at":"2089-01-02T00:00:00Z","records":[)";
    for (int record = 0; record < 60'000; ++record)
        list += (record == 0 ? "" : ",") + std::string(R"({"certificate_id":"id-)") +
                std::to_string(record) + std::string(60, 'x') + R"(","kind":"revoked"})";
    const auto list_file = camp.kiosk.file("national.json", list + "]}");
    const auto make = [&](const std::string& sequence) {
        const auto made = run_outpost({"trust", "make", "--out", bundle, "--sequence", sequence,
                                       "--issued", "2089-12-01T00:00:00Z", "--revocations",
                                       list_file, "--parts-beside", camp.kiosk.path("trust")});
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
        REQUIRE(run_outpost({"trust", "sign", "--key", camp.kiosk.path("key.json"),
                             "--passphrase-file", camp.kiosk.path("passphrase"), "--root-out",
                             camp.kiosk.path("root.pub"), bundle})
                    .exit_code == 0);
    };
    make("1");
    ServingHub serving(camp.hub, camp.tls, {"--bundles", camp.kiosk.path("bundles")});
    const auto import = [&](const std::string& name) {
        return camp.kiosk.with_state({"trust", "import", "--json", "--root",
                                      camp.kiosk.path("root.pub"), "--at", second_instant, "--ca",
                                      camp.tls.certificate, serving.address + "/trust/" + name});
    };
    CHECK(import("absent.json").exit_code == 3);
    const auto first = import("trust.json");
    INFO(first.out << first.err);
    REQUIRE(first.exit_code == 0);
    CHECK(has(first, R"("status":"installed","code":"installed")"));
    CHECK(fs::is_empty(camp.kiosk.path(camp.kiosk.state) + "/trust/download"));
    const auto again = import("trust.json");
    CHECK(again.exit_code == 1);
    CHECK(has(again, R"("code":"already_installed")"));

    // A part that is damaged on the way, and then is right.
    list += R"(,{"certificate_id":"one-more","kind":"revoked"})";
    camp.kiosk.file("national.json", list + "]}");
    make("2");
    const auto parts = files_below(bundle + ".parts");
    REQUIRE(parts.size() == 2);
    for (const auto& part : parts) std::ofstream(part, std::ios::in).put('x');
    CHECK(has(import("trust.json"), R"("code":"part_altered")"));
    make("2");
    CHECK(import("trust.json").exit_code == 0);
    // What the hub gives out is not believed: only what the roots signed.
    std::ofstream(bundle, std::ios::app) << " ";
    make("3");
    std::ofstream(bundle, std::ios::app) << " ";
    CHECK(has(import("trust.json"), R"("code":"forged")"));
}

TEST_CASE("e2e: a kiosk without a network, and somebody who carries for it", "[e2e][hub][web]") {
    const TemporaryFolder media;
    const auto outbox = (media.path() / "outbox").string();
    const Station station("[operator]\noutbox = \"" + outbox + "\"\noutbox_every_s = 60\n");
    const auto& kiosk = station.kiosk();
    const HubFolder hub(kiosk);
    const ServerCertificate tls(kiosk, "server");
    const auto kiosk_file = kiosk.path("camp.json");
    const auto issued = kiosk.issue(
        {"--kiosk", "7", "--at", first_instant, kiosk.file("a.json", request_item("R1", 1))});
    REQUIRE(issued.exit_code == 0);
    const auto enrolled = kiosk.with_state(
        {"sync", "enroll", "--hub", hub.make_keys(), "--name", "Camp", "--out", kiosk_file});
    REQUIRE(enrolled.exit_code == 0);
    REQUIRE(hub.run({"enroll", kiosk_file}).exit_code == 0);

    fs::create_directories(kiosk.path("bundles"));
    const auto bundle = kiosk.path("bundles/trust.json");
    const auto list =
        kiosk.file("list.json",
                   R"({"outpost_revocations":1,"issued_at":"2025-12-01T00:00:00Z","records":[]})");
    const auto publish = [&](const char* sequence, const std::string& key) {
        const auto made = run_outpost({"trust", "make", "--out", bundle, "--sequence", sequence,
                                       "--issued", "2026-01-01T00:00:00Z", "--revocations", list,
                                       "--parts-beside", kiosk.path("trust")});
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
        fs::remove(bundle + ".minisig");
        REQUIRE(
            run_outpost({"trust", "sign", "--key", kiosk.path(key), "--passphrase-file",
                         kiosk.path("passphrase"), "--root-out", kiosk.path(key + ".pub"), bundle})
                .exit_code == 0);
    };
    publish("1", "key.json");
    ServingHub serving(hub, tls, {"--bundles", kiosk.path("bundles")});
    const auto carry = [&] {
        return kiosk.with_state({"sync", "carry", "--folder", outbox, "--hub", serving.address,
                                 "--bundle", serving.address + "/trust/trust.json", "--root",
                                 kiosk.path("key.json.pub"), "--ca", tls.certificate, "--json"});
    };
    const auto at_work = [&](const char* at) {
        const auto played = station.play("wait 2000\n", at);
        INFO(played.err);
        CHECK(played.exit_code == 0);
    };

    // Nothing there to be sent yet; the bundle is laid ready and not imported.
    const auto first = carry();
    INFO(first.out << first.err);
    CHECK(first.exit_code == 0);
    CHECK(has(first, R"("sent":0,"held":0,"refused":false,"bundle":"ready")"));
    CHECK_FALSE(fs::exists(station.state() + "/trust/installed.json"));
    CHECK(has(carry(), R"("bundle":"ready")"));
    CHECK(files_below(outbox).size() == 3);  // document, signatures, one part

    // The kiosk takes nothing without roots of its own, and writes its exports.
    at_work("2090-01-03T10:00:00Z");
    CHECK_FALSE(fs::exists(station.state() + "/trust/installed.json"));
    REQUIRE(kiosk
                .with_state({"trust", "import", "--root", kiosk.path("key.json.pub"), "--at",
                             "2090-01-03T10:00:00Z", bundle})
                .exit_code == 0);
    const auto second = carry();
    INFO(second.out << second.err);
    CHECK(second.exit_code == 0);
    CHECK(has(second, R"("sent":1,"held":0,"refused":false,"bundle":"already_installed")"));
    CHECK(has(hub.run({"status", "--json"}), R"("certificates":1)"));
    // The receipt is taken, and what was sent is taken away.
    at_work("2090-01-04T10:00:00Z");
    const auto status = kiosk.with_state({"sync", "status", "--json"});
    CHECK(status.out.find(R"("open":[1])") == std::string::npos);

    // A newer bundle comes into force by itself, and the journal says so.
    publish("2", "key.json");
    CHECK(has(carry(), R"("bundle":"ready")"));
    at_work("2090-01-05T10:00:00Z");
    CHECK(has(carry(), R"("bundle":"already_installed")"));
    const auto journal = kiosk.with_state({"journal", "list", "--json"});
    CHECK(has(journal, "trust_imported"));
    CHECK(has(journal, R"(\"by\":\"kiosk\")"));
    // Somebody else's bundle is not even laid ready.
    REQUIRE(run_outpost({"keys", "generate", "--type", "ed25519", "--id", "did:example:other",
                         "--controller", "https://other.example/", "--passphrase-file",
                         kiosk.path("passphrase"), "--out", kiosk.path("other.json")})
                .exit_code == 0);
    publish("3", "other.json");
    const auto refused = carry();
    CHECK(refused.exit_code == 1);
    CHECK(has(refused, R"("bundle":"unknown_signer")"));
}
