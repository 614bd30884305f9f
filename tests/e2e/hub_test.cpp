// The whole way: a kiosk issues, a stick goes to the hub and back, and the messages are read from
// brokers over real sockets.
#include "core/hub/messages.h"
#include "core/json/reader.h"
#include "tests/core/hub/simulated_kiosk.h"
#include "tests/drivers/kafka/mock_cluster.h"
#include "tests/e2e/hub_folder.h"
#include "tests/support/comes_true.h"

#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

constexpr const char* printed_later = "2090-01-05T10:00:00Z";

class Hub : public HubFolder {
  public:
    explicit Hub(const KioskFolder& folder) : HubFolder(folder), folder_(folder) {}

    /// A properties file for this cluster.
    [[nodiscard]] std::string kafka(const MockCluster& cluster,
                                    const std::string& more = {}) const {
        return folder_.file("kafka.properties",
                            "# for tests\nbootstrap.servers=" + cluster.servers() + "\n" + more);
    }

  private:
    const KioskFolder& folder_;
};

std::set<std::string> keys_of(const std::vector<ReadMessage>& messages) {
    std::set<std::string> keys;
    for (const auto& message : messages) keys.insert(message.key);
    return keys;
}

}  // namespace

TEST_CASE("e2e: from a kiosk by stick to the hub, to the brokers, and back", "[e2e][hub]") {
    const KioskFolder camp;
    const Hub hub(camp);
    const MockCluster cluster;
    CHECK(hub.run({"status"}).exit_code == 3);  // nothing there yet
    const auto hub_file = hub.make_keys();
    CHECK(hub.run({"keys", "--name", "Other"}).err.find("stay") != std::string::npos);

    const auto item = request_item("R1", 1);
    const auto document = json::read(item).value();
    const std::string name(document.root().find("recipient")->text_of("name"));
    for (const auto* code : {"R1", "R2"})
        REQUIRE(camp.issue({"--kiosk", "1", "--at", first_instant,
                            camp.file(std::string(code) + ".json", request_item(code, 1))})
                    .exit_code == 0);
    const auto kiosk_file = camp.path("camp.json");
    REQUIRE(camp.with_state(
                    {"sync", "enroll", "--hub", hub_file, "--name", "Camp 3", "--out", kiosk_file})
                .exit_code == 0);
    const auto stick = camp.path("stick");
    REQUIRE(camp.with_state({"sync", "export", stick, "--at", printed_later}).exit_code == 0);

    const auto stranger = hub.run({"take", stick, "--json"});
    CHECK(stranger.exit_code == 1);
    CHECK(stranger.out.find(R"("code":"unknown_kiosk")") != std::string::npos);
    REQUIRE(hub.run({"enroll", kiosk_file}).exit_code == 0);
    const auto taken = hub.run({"take", stick, "--json"});
    INFO(taken.out << taken.err);
    REQUIRE(taken.exit_code == 0);
    CHECK(taken.out.find(R"("status":"taken")") != std::string::npos);
    CHECK(taken.out.find(R"("certificates":2)") != std::string::npos);
    CHECK(hub.run({"take", stick, "--json"}).out.find(R"("status":"known")") != std::string::npos);
    CHECK(!files_below(hub.state()).empty());
    CHECK(files_with(hub.state(), {name}).empty());

    const auto imported =
        camp.with_state({"sync", "import", stick, "--json", "--at", printed_later});
    CHECK(imported.exit_code == 0);
    CHECK(imported.out.find(R"("received":1,"known":0,"purged":2)") != std::string::npos);

    const auto sent = hub.run({"produce", "--kafka", hub.kafka(cluster), "--json"});
    INFO(sent.out << sent.err);
    REQUIRE(sent.exit_code == 0);
    const auto certified = cluster.read_all("certified");
    REQUIRE(certified.size() == 2);
    for (const auto& message : certified) {
        const auto value = json::read(message.value);
        REQUIRE(value);
        CHECK(value->root().text_of("name") == name);
        // What a consumer gets is what the kiosk printed, and it verifies.
        const auto file =
            camp.file("consumed.json", std::string(value->root().text_of("certificate")));
        const auto verified = camp.verify({file});
        INFO(verified.out << verified.err);
        CHECK(verified.exit_code == 0);
    }
    CHECK(cluster.read_all("proc_status").size() == 2);
    const auto status = hub.run({"status", "--json"});
    CHECK(status.exit_code == 0);
    CHECK(status.out.find(R"("missing":[],"missing_count":0,"lost":[],"certificates":2)") !=
          std::string::npos);
    CHECK(status.out.find(R"("ready":0,"waiting":0,"held":0)") != std::string::npos);
}

TEST_CASE("e2e: of a stolen kiosk's key counts what the hub knew before", "[e2e][hub]") {
    const auto kind = GENERATE(SigningKeyKind::Ed25519, SigningKeyKind::Rsa);
    const KioskFolder camp(kind);
    const Hub hub(camp);
    const auto hub_file = hub.make_keys();
    const auto kiosk_file = camp.path("camp.json");
    const auto issue = [&](const char* code, const char* at) {
        const auto issued =
            camp.issue({"--kiosk", "1", "--at", at,
                        camp.file(std::string(code) + ".json", request_item(code, 1))});
        INFO(issued.err);
        REQUIRE(issued.exit_code == 0);
        // The kiosk seals its own once it is exported.
        return camp.file(std::string(code) + "-credential.json",
                         read_text(issued.lines()[0].root().text_of("credential")));
    };
    const auto known = issue("R1", "2090-01-01T10:00:00Z");
    REQUIRE(camp.with_state(
                    {"sync", "enroll", "--hub", hub_file, "--name", "Camp 3", "--out", kiosk_file})
                .exit_code == 0);
    REQUIRE(hub.run({"enroll", kiosk_file}).exit_code == 0);
    const auto stick = camp.path("stick");
    REQUIRE(camp.with_state({"sync", "export", stick, "--at", "2090-01-03T10:00:00Z"}).exit_code ==
            0);
    REQUIRE(hub.run({"take", stick, "--at", "2090-01-04T10:00:00Z"}).exit_code == 0);
    const auto lost = issue("R2", "2090-01-05T10:00:00Z");
    // Stolen on the 6th; the thief exports, too.
    const auto forged = issue("R3", "2090-01-07T10:00:00Z");
    REQUIRE(camp.with_state({"sync", "export", stick, "--at", "2090-01-08T10:00:00Z"}).exit_code ==
            0);
    REQUIRE(hub.run({"take", stick, "--at", "2090-01-09T10:00:00Z"}).exit_code == 0);

    const auto withdraw = [&](const std::string& key, const char* from) {
        return hub.run({"withdraw", "--key", key, "--from", from, "--at", "2090-01-10T10:00:00Z",
                        "--out", camp.path("withdrawn/key.json")});
    };
    fs::create_directory(camp.path("withdrawn"));
    CHECK(withdraw(camp.path("none.json"), "2090-01-06T00:00:00Z").exit_code == 2);
    CHECK(withdraw(camp.path("key.json"), "2090-01-06T00:00:00Z").exit_code ==
          2);  // the secret one
    CHECK(withdraw(camp.path("trust/kiosk.json"), "2090-01-11T00:00:00Z").exit_code == 2);
    CHECK(withdraw(camp.path("trust/kiosk.json"), "yesterday").exit_code == 2);
    CHECK(!fs::exists(camp.path("withdrawn/key.json")));
    const auto written = withdraw(camp.path("trust/kiosk.json"), "2090-01-06T00:00:00Z");
    INFO(written.err);
    REQUIRE(written.exit_code == 0);
    CHECK(written.err.find("1 certificates of did:example:kiosk count on") != std::string::npos);
    CHECK(written.err.find("2 came afterwards") != std::string::npos);

    const auto verdict_with = [&](const std::string& trust, const std::string& credential) {
        const auto checked =
            run_outpost({"verify", "--json", "--trust", trust, "--at", "2090-02-01T10:00:00Z",
                         "--profile", camp.profile, credential});
        INFO(checked.err << checked.out);
        const auto lines = checked.lines();
        REQUIRE(lines.size() == 1);
        const auto& root = lines[0].root();
        std::string text(root.text_of("verdict"));
        if (const auto& findings = root.find("findings")->items(); !findings.empty())
            text += " " + std::string(findings.front().text_of("code"));
        return text;
    };
    const auto before = camp.path("trust");
    const auto after = camp.path("withdrawn");
    for (const auto& credential : {known, lost, forged})
        CHECK(verdict_with(before, credential) == "accepted binding_digest_holds");
    CHECK(verdict_with(after, known) == "accepted binding_digest_holds");
    CHECK(verdict_with(after, lost) == "unknown key_revoked");
    CHECK(verdict_with(after, forged) == "rejected signed_after_withdrawal");
}

TEST_CASE("e2e: a watch seals what was printed to the hub by itself", "[e2e][hub]") {
    const KioskFolder camp;
    const Hub hub(camp);
    const auto hub_file = hub.make_keys();
    REQUIRE(camp.issue({"--kiosk", "1", camp.file("R1.json", request_item("R1", 1))}).exit_code ==
            0);
    REQUIRE(camp.with_state({"sync", "enroll", "--hub", hub_file, "--name", "Camp 3",
                             "--reprint-hours", "0", "--out", camp.path("camp.json")})
                .exit_code == 0);
    const std::string name = "Nadia Test";
    REQUIRE_FALSE(files_with(camp.path("state"), {name}).empty());
    {
        RunningProgram watch(camp.issue_words({"--watch"}));
        const auto is_sealed = [&] {
            return files_below(camp.path("state/issued")).empty() || !watch.is_running();
        };
        CHECK(comes_true(is_sealed, std::chrono::seconds{30}));
        INFO(watch.err());
        REQUIRE(watch.is_running());
        CHECK(watch.stop() == 0);
    }
    CHECK(files_with(camp.path("state"), {name}).empty());
}

TEST_CASE("e2e: outpost-hub says what is wrong", "[e2e][hub]") {
    const KioskFolder folder;
    const Hub hub(folder);
    const MockCluster cluster(1);
    CHECK(hub.run({"enroll", folder.file("none.json", "{}")}).exit_code == 3);
    (void)hub.make_keys();
    CHECK(hub.run({"enroll", folder.file("none.json", "{}")}).exit_code == 2);
    CHECK(hub.run({"take", folder.path("nowhere")}).exit_code == 2);
    const auto odd = folder.file("export-000001.opx", "no export");
    CHECK(hub.run({"take", odd, "--json"}).out.find(R"("code":"bad_syntax")") != std::string::npos);
    CHECK(hub.run({"decide", "1", "accept", "--reason", "a"}).exit_code == 2);
    CHECK(hub.run({"decide", "1", "perhaps", "--reason", "a"}).exit_code == 2);
    CHECK(hub.run({"conflicts"}).out.empty());

    const auto fails = [&](const std::string& text) {
        return hub.run({"produce", "--kafka", folder.file("bad.properties", text)});
    };
    const auto secret = fails("bootstrap.servers=127.0.0.1:1\n\nsasl.pasword=hunter2\n");
    CHECK(secret.exit_code == 2);
    CHECK(secret.err.find("line 3") != std::string::npos);
    CHECK(secret.err.find("hunter2") == std::string::npos);
    CHECK(fails("bootstrap.servers\n").err.find("line 1") != std::string::npos);
    CHECK(fails("acks=0\n").exit_code == 2);
    CHECK(hub.run({"produce", "--kafka", folder.path("none")}).exit_code == 2);
    CHECK(hub.run({"produce", "--kafka", hub.kafka(cluster)}).exit_code == 0);  // nothing to send
    // A key that is lost is not made anew over what it sealed.
    fs::remove(hub.state() + "/hub.json");
    CHECK(hub.run({"keys", "--name", "Capital"}).exit_code == 0);
    fs::remove(hub.state() + "/hub.key");
    CHECK(hub.run({"keys", "--name", "Capital"}).exit_code == 3);
}

TEST_CASE("e2e: a hub that is killed while it produces loses nothing", "[e2e][hub]") {
    const KioskFolder folder;
    const Hub hub(folder);
    const MockCluster cluster;
    const auto hub_file = hub.make_keys();
    const auto hub_public = sync::read_hub_public(read_text(hub_file)).value();
    SimulatedKiosk camp(hub_public, "camp", 100);
    for (int person = 0; person < 2'400; ++person)
        camp.sign({"P-" + std::to_string(person), "A", 1, ""}, hub_morning);
    REQUIRE(camp.begin_export());
    const auto file = camp.file_of(1, hub_morning);
    folder.file("export-000001.opx", std::string(as_text(file)));
    REQUIRE(
        hub.run({"enroll", folder.file("camp.json", sync::write_kiosk_public(camp.public_part()))})
            .exit_code == 0);
    REQUIRE(hub.run({"take", folder.path("export-000001.opx")}).exit_code == 0);

    const auto words = hub.words({"produce", "--kafka", hub.kafka(cluster), "--json"});
    // With brokers that take their time, the whole lasts long enough to be killed in.
    for (int broker = 1; broker <= 3; ++broker) cluster.set_latency(broker, 15);
    int killed = 0;
    for (int wait_ms = 100; wait_ms <= 2'500; wait_ms += 200) {
        RunningProgram program(hub_program(), words, {});
        std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
        if (!program.is_running()) break;
        ::kill(program.process(), SIGKILL);
        ++killed;
    }
    CHECK(killed > 2);
    REQUIRE(hub.run({"produce", "--kafka", hub.kafka(cluster)}).exit_code == 0);
    const auto certified = cluster.read_all("certified");
    CHECK(certified.size() >= 2'400);
    CHECK(keys_of(certified) == camp.message_ids());
    std::map<std::string, std::string> values;
    for (const auto& message : certified) {
        const auto [at, is_new] = values.emplace(message.key, message.value);
        CHECK((is_new || at->second == message.value));
    }
    WARN(killed << " kills; " << certified.size() << " messages of 2400 at the consumer");
}
