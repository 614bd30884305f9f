#include "tools/outpost-hub/command_line.h"

#include "firmware-app/station/build_info.h"
#include "firmware-app/station/options.h"
#include "tools/commandline/describe_command.h"
#include "tools/commandline/parse.h"

#include <utility>

namespace outpost::hub_tool {

namespace {

constexpr const char* description =
    "The connected side of Outpost kiosks: takes their exports, finds gaps and conflicts, signs "
    "receipts, produces messages to Kafka.";
constexpr const char* default_state = "/var/lib/outpost-hub";
constexpr std::int64_t every_seconds_max = 86'400;

struct Storage {
    KeysArguments keys;
    EnrollArguments enroll;
    TakeArguments take;
    ReceiptsArguments receipts;
    ProduceArguments produce;
    StatusArguments status;
    ConflictsArguments conflicts;
    DecideArguments decide;
    WithdrawArguments withdraw;
    ServeArguments serve;
    std::optional<Arguments> chosen;
};

template <typename Chosen>
CLI::App* add(CLI::App& app, Storage& storage, Chosen Storage::*member, const char* name,
              const char* text) {
    auto* command = app.add_subcommand(name, text);
    auto& state = (storage.*member).state;
    state = default_state;
    command->add_option("--state", state, "The hub's folder: keys, ledger, exports")
        ->type_name("DIR")
        ->capture_default_str();
    command->callback([&storage, member] { storage.chosen = storage.*member; });
    return command;
}

void add_at(CLI::App& command, std::optional<std::string>& at) {
    command.add_option("--at", at, "This instant instead of the clock's")->type_name("RFC3339");
}

void add_keys(CLI::App& app, Storage& storage) {
    auto* keys = add(app, storage, &Storage::keys, "keys",
                     "Make the hub's keys, once; print what its kiosks need to know of it");
    keys->add_option("--name", storage.keys.name, "The hub's name, for people")
        ->required()
        ->type_name("TEXT");
    keys->add_option("--out", storage.keys.out, "Write it to this file; default: stdout")
        ->type_name("FILE");
    keys->footer(
        "The secret half is STATE/hub.key: without it nothing that kiosks sealed can ever be "
        "read. Keep a copy of it where nobody comes by chance.");
    auto* enroll = add(app, storage, &Storage::enroll, "enroll",
                       "Admit kiosks by the files that outpost sync enroll made of them");
    enroll->add_option("KIOSK", storage.enroll.kiosks, "Public parts of kiosks; compare their ids")
        ->required()
        ->type_name("");
}

void add_take(CLI::App& app, Storage& storage) {
    auto* take = add(app, storage, &Storage::take, "take",
                     "Take exports from media, and leave receipts for them there");
    take->add_option("FROM", storage.take.from,
                     "A stick's folder, a folder of exports, or export files")
        ->required()
        ->type_name("");
    add_at(*take, storage.take.at);
    take->add_flag("--no-receipts", storage.take.no_receipts, "Leave no receipts on the media");
    take->add_flag("--json", storage.take.json, "One JSON object a line for each export");
    take->footer(
        "Exit code: 0 all are taken or were known; 1 one was refused or is held for a decision; 2 "
        "wrong usage or unreadable; 3 the machine. Nothing is lost or doubled by repeating it.");
    auto* receipts = add(app, storage, &Storage::receipts, "receipts",
                         "Write receipts for all that kiosks have none of yet to a medium");
    receipts->add_option("TO", storage.receipts.to, "The stick's folder")
        ->required()
        ->type_name("");
    add_at(*receipts, storage.receipts.at);
    receipts->add_flag("--json", storage.receipts.json, "One JSON object a line for each receipt");
}

void add_produce(CLI::App& app, Storage& storage) {
    auto& arguments = storage.produce;
    auto* produce = add(app, storage, &Storage::produce, "produce",
                        "Send what was taken to Kafka, in the shapes of DIVOC's topics");
    produce
        ->add_option("--kafka", arguments.kafka,
                     "Properties of librdkafka, name=value a line: bootstrap.servers at least")
        ->required()
        ->type_name("FILE");
    produce
        ->add_option("--transactional-id", arguments.transactional_id,
                     "This producer's name in the cluster; default: outpost-hub-<hub id>")
        ->type_name("TEXT");
    produce->add_option("--topic-prefix", arguments.topic_prefix, "Before each topic's name")
        ->type_name("TEXT");
    produce
        ->add_option("--every", arguments.every_seconds,
                     "Stay, and send what is new every so many seconds")
        ->check(CLI::Range(std::int64_t{1}, every_seconds_max))
        ->type_name("SECONDS");
    produce->add_flag("--retry-too-large", arguments.retry_too_large,
                      "Also what was set aside because the brokers took no message of its size");
    produce->add_flag("--json", arguments.json, "One JSON object");
    produce->footer(
        "Exit code: 0 all is sent; 1 messages were set aside as too large; 2 wrong usage; 3 the "
        "machine or the brokers. What was not sent stays, and a message that comes twice carries "
        "the same key.");
}

void add_ledger(CLI::App& app, Storage& storage) {
    auto* status = add(app, storage, &Storage::status, "status",
                       "What is known of each kiosk: exports, gaps; what waits to be sent");
    status->add_flag("--json", storage.status.json, "One JSON object");
    status->footer("Exit code: 0 no gaps and no open conflicts; 1 some; 3 the machine.");
    auto* conflicts = add(app, storage, &Storage::conflicts, "conflicts",
                          "Where kiosks disagree, and what people decided");
    conflicts->add_flag("--all", storage.conflicts.all, "Also what is decided");
    conflicts->add_flag("--json", storage.conflicts.json, "One JSON object a line");
    auto* decide = add(app, storage, &Storage::decide, "decide", "Decide on a conflict");
    decide->add_option("NUMBER", storage.decide.number, "As outpost-hub conflicts shows it")
        ->required()
        ->type_name("");
    decide->add_option("DECISION", storage.decide.decision, "accept or refuse")
        ->required()
        ->check(CLI::IsMember({"accept", "refuse"}))
        ->type_name("");
    decide->add_option("--reason", storage.decide.reason, "Why; no names of persons")
        ->required()
        ->type_name("TEXT");
    add_at(*decide, storage.decide.at);
    decide->footer(
        "A fork: accept takes the export beside the others, refuse leaves it out and gives no "
        "receipt. An id that stands twice: accept sends the second certificate, too. Of the other "
        "kinds the decision is only kept.");
}

void add_withdraw(CLI::App& app, Storage& storage) {
    auto& arguments = storage.withdraw;
    auto* withdraw = add(
        app, storage, &Storage::withdraw, "withdraw",
        "Say of a stolen kiosk's issuing key what it had signed before; writes the key's entry");
    withdraw
        ->add_option("--key", arguments.key,
                     "The key's public entry, as outpost keys public wrote it")
        ->required()
        ->type_name("FILE");
    withdraw
        ->add_option("--from", arguments.from,
                     "When the kiosk was last known to be safe: what the hub took before counts on")
        ->required()
        ->type_name("RFC3339");
    withdraw->add_option("--out", arguments.out, "The entry for the next trust bundle")
        ->required()
        ->type_name("FILE");
    add_at(*withdraw, arguments.at);
    withdraw->footer(
        "Verifiers accept what the entry keeps, reject what is dated at or after the instant, and "
        "say unknown of the rest: genuine and in no export, or back-dated. Nothing at the hub "
        "changes. Exit code: 0 written; 2 wrong usage or unreadable; 3 the machine.");
}

void add_serve(CLI::App& app, Storage& storage) {
    auto& arguments = storage.serve;
    auto* serve = add(app, storage, &Storage::serve, "serve",
                      "Take exports over https, and answer with receipts; until interrupted");
    serve
        ->add_option("--listen", arguments.listen,
                     "Where; [::]:8443 is everywhere, port 0 a free one")
        ->type_name("ADDRESS:PORT")
        ->capture_default_str();
    serve
        ->add_option("--tls-certificate", arguments.certificate,
                     "The server's certificate and those above it, in PEM")
        ->type_name("FILE");
    serve->add_option("--tls-key", arguments.key, "Its private key, in PEM")->type_name("FILE");
    serve
        ->add_option("--bundles", arguments.bundles,
                     "Also give out the trust bundles of this folder, below /trust/")
        ->type_name("DIR");
    serve->add_flag("--json", arguments.json,
                    "One JSON object a line: where it listens, then each export");
    serve->footer(
        "Without a certificate it only listens at this very machine, for a server before it that "
        "has one. Exit code: 0 interrupted; 2 wrong usage or an unreadable file; 3 the machine.");
}

void build(CLI::App& app, Storage& storage) {
    app.name("outpost-hub");
    app.set_version_flag("--version",
                         std::string("outpost-hub ") + std::string(station::version()));
    app.require_subcommand(1);
    add_keys(app, storage);
    add_take(app, storage);
    add_produce(app, storage);
    add_ledger(app, storage);
    add_withdraw(app, storage);
    add_serve(app, storage);
    auto* manual = app.add_subcommand("manual", "Print the manual page (troff)");
    manual->callback([&storage] { storage.chosen = ManualArguments{}; });
}

}  // namespace

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
    CLI::App app(description);
    Storage storage;
    build(app, storage);
    if (const auto code = tools::parse_or_answer(app, argc, argv)) return {std::nullopt, *code};
    return {storage.chosen, station::exit_code::ok};
}

std::string manual_page() {
    CLI::App app(description);
    Storage storage;
    build(app, storage);
    tools::Manual manual("outpost-hub", std::string(station::version()), description);
    tools::describe_commands(app, manual);
    return std::move(manual).take(
        "0 all well; 1 refused, held, or something to look at; 2 wrong usage or an unreadable "
        "input; 3 the machine or the brokers.");
}

}  // namespace outpost::hub_tool
