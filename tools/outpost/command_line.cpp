// CLI11 stays in the command_line files: it costs several seconds to compile.
#include "tools/outpost/command_line.h"

#include "firmware-app/station/build_info.h"
#include "tools/commandline/describe_command.h"
#include "tools/commandline/parse.h"
#include "tools/outpost/command_storage.h"

#include <array>
#include <string_view>
#include <utility>

namespace outpost::tools {

namespace {

constexpr const char* description =
    "Offline verifier and issuer of certificate symbols: proves signatures against cached keys, "
    "issues and prints certificates from request files.";

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> verdict_words = {{
    {"accepted", "proven, current, and the policy in force says yes"},
    {"not_accepted", "proven, but the policy says no"},
    {"rejected", "forged, altered or revoked"},
    {"unknown", "cannot be told here: unknown issuer or key, unsupported format, data too old"},
}};

void add_check_options(CLI::App& command, station::CheckArguments& check) {
    command
        .add_option("--trust", check.trust,
                    "A signed trust bundle, or a folder of loose key files; may be given again")
        ->type_name("PATH")
        ->allow_extra_args(false);
    command
        .add_option("--root", check.root,
                    "Root public keys in minisign's format that trust bundles must be signed by")
        ->type_name("FILE");
    command.add_option("--revocations", check.revocations, "A revocation list; may be given again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command
        .add_option("--profile", check.profiles,
                    "An issuer profile: admits the contexts of DIR/contexts/index.json")
        ->type_name("DIR")
        ->allow_extra_args(false);
    command.add_option("--at", check.at, "Check as of this instant instead of the clock's")
        ->type_name("RFC3339");
    command.add_option("--policy", check.policy, "Acceptance rules; default: the built-in policy")
        ->type_name("FILE");
    command.add_option("--purpose", check.purpose, "A purpose of the policy; default: its first")
        ->type_name("NAME");
    command.add_flag("--allow-published-keys", check.allow_published_keys,
                     "Take keys whose private halves are public (tests only)");
    command.add_flag("--json", check.json, "One JSON object a line for each certificate");
}

void add_verify(CLI::App& app, Storage& storage) {
    auto* command = app.add_subcommand("verify", "Check certificates in files");
    add_check_options(*command, storage.verify.check);
    command
        ->add_option("INPUT", storage.verify.inputs,
                     "Pictures (PNG, JPEG), pages (PDF), payloads, zips, JSON; - is stdin")
        ->required()
        ->type_name("");
    command->footer(
        "Exit code: 2 wrong usage or an unreadable input; else 1 when one is rejected or not "
        "accepted; else 3 when one is unknown; else 0.");
    choose(command, storage, &Storage::verify);
}

void add_scan(CLI::App& app, Storage& storage) {
    auto* command =
        app.add_subcommand("scan", "Check certificates that a camera or a scanner sees");
    add_check_options(*command, storage.scan.check);
    command
        ->add_option("--camera", storage.scan.cameras,
                     "A device or its number, a video, a picture, or a folder of pictures; once "
                     "for each camera")
        ->type_name("DEVICE|FILE|DIR")
        ->allow_extra_args(false)
        ->capture_default_str();
    command->add_flag("--device-exposure", storage.scan.device_exposure,
                      "Leave the exposure to the camera, instead of setting it for the code");
    command
        ->add_option("--scanner", storage.scan.scanner,
                     "A 2D scanner instead of a camera: serial:PATH[,baud=N][,suffix=HEX] or "
                     "keys:PATH[,layout=NAME]")
        ->type_name("DEVICE");
    command->add_option("--count", storage.scan.count, "Stop after so many certificates")
        ->type_name("N")
        ->check(silent(CLI::NonNegativeNumber));
    command->add_option("--seconds", storage.scan.seconds, "Stop after so many seconds")
        ->type_name("S")
        ->check(silent(CLI::NonNegativeNumber));
    command->footer("Exit code as verify; 3 also when there is no camera or scanner.");
    choose(command, storage, &Storage::scan);
}

void add_canon(CLI::App& app, Storage& storage) {
    auto* command = app.add_subcommand("canon", "Print canonical N-Quads");
    auto& canon = storage.canon;
    command->add_option("--format", canon.format, "What the input is")
        ->check(silent(CLI::IsMember({"jsonld", "nquads"})))
        ->type_name("jsonld|nquads")
        ->capture_default_str();
    command
        ->add_option("--algorithm", canon.algorithm,
                     "urdna2015 is the older algorithm as DIVOC's signer runs it")
        ->check(silent(CLI::IsMember({"rdfc-1.0", "urdna2015"})))
        ->type_name("rdfc-1.0|urdna2015")
        ->capture_default_str();
    command->add_option("--hash", canon.hash, "Hash of the algorithm")
        ->check(silent(CLI::IsMember({"sha256", "sha384"})))
        ->type_name("sha256|sha384")
        ->capture_default_str();
    command->add_flag("--without-proof", canon.without_proof, "Leave the member proof out");
    command->add_option("--contexts", canon.contexts, "More contexts: DIR/index.json names them")
        ->type_name("DIR");
    command->add_option("INPUT", canon.input, "A file; - is stdin")->required()->type_name("");
    command->footer(
        "Inline contexts are taken here, which verify refuses. Exit code 1 with the code "
        "on stderr where the input or the work limit forbids an answer.");
    choose(command, storage, &Storage::canon);
}

void add_to_rdf(CLI::App& app, Storage& storage) {
    auto* command = app.add_subcommand("to-rdf", "Print a JSON-LD document as N-Quads");
    auto& to_rdf = storage.to_rdf;
    command->add_option("--contexts", to_rdf.contexts, "More contexts: DIR/index.json names them")
        ->type_name("DIR");
    command->add_option("--base", to_rdf.base, "Base IRI of the document")->type_name("IRI");
    command->add_flag("--produce-generalized-rdf", to_rdf.produce_generalized_rdf,
                      "Keep statements whose predicate is a blank node");
    command->add_option("INPUT", to_rdf.input, "A file; - is stdin")->required()->type_name("");
    choose(command, storage, &Storage::to_rdf);
}

void add_keys(CLI::App& app, Storage& storage) {
    auto* keys = app.add_subcommand("keys", "Make and look at signing keys");
    keys->require_subcommand(1);
    auto* generate = keys->add_subcommand("generate", "Make a key, encrypted with a passphrase");
    auto& arguments = storage.keys_generate;
    generate->add_option("--type", arguments.type, "Kind of key")
        ->required()
        ->check(silent(CLI::IsMember({"ed25519", "rsa"})))
        ->type_name("ed25519|rsa");
    generate->add_option("--id", arguments.id, "Verification method, such as did:example:moh#key-1")
        ->required()
        ->type_name("VERIFICATION_METHOD");
    generate->add_option("--controller", arguments.controller, "Who may change the key")
        ->required()
        ->type_name("URL");
    generate
        ->add_option("--passphrase-file", arguments.passphrase_file,
                     "Take the first line of this file; default: ask")
        ->type_name("F");
    generate->add_option("--out", arguments.out, "Where to write it; never overwritten")
        ->required()
        ->type_name("FILE");
    choose(generate, storage, &Storage::keys_generate);
    auto* publish = keys->add_subcommand("public", "Print the public half; needs no passphrase");
    publish->add_option("FILE", storage.keys_public.file, "A key file")->required()->type_name("");
    choose(publish, storage, &Storage::keys_public);
    auto* inspect = keys->add_subcommand("inspect", "Describe a key file; needs no passphrase");
    inspect->add_option("FILE", storage.keys_inspect.file, "A key file")->required()->type_name("");
    choose(inspect, storage, &Storage::keys_inspect);
}

void add_doctor(CLI::App& app, Storage& storage) {
    auto* command = app.add_subcommand("doctor", "Check this machine; write a support bundle");
    auto& doctor = storage.doctor;
    command->add_option("--trust", doctor.trust, "Trust data to look at")
        ->type_name("PATH")
        ->allow_extra_args(false);
    command->add_option("--root", doctor.root, "Root public keys")->type_name("FILE");
    command->add_option("--camera", doctor.camera, "A camera to try")->type_name("DEVICE|FILE|DIR");
    command->add_option("--state", doctor.state, "The kiosk's state folder: disk and journal")
        ->type_name("DIR");
    command->add_option("--printer", doctor.printer, "A printer to ask, named as for outpost issue")
        ->type_name("NAME");
    command->add_option("--bundle", doctor.bundle, "Write the findings here; no personal data")
        ->type_name("FILE");
    command->add_flag("--json", doctor.json, "One JSON object");
    command->footer(
        "Exit code: 0 all well, 1 something needs attention, 3 something essential fails.");
    choose(command, storage, &Storage::doctor);
}

void build(CLI::App& app, Storage& storage) {
    app.name("outpost");
    app.set_version_flag("--version", std::string("outpost ") + std::string(station::version()));
    app.require_subcommand(1);
    add_verify(app, storage);
    add_scan(app, storage);
    add_canon(app, storage);
    add_to_rdf(app, storage);
    add_keys(app, storage);
    add_trust(app, storage);
    add_doctor(app, storage);
    add_issuing(app, storage);
    add_profile(app, storage);
    add_sync(app, storage);
    add_kiosk(app, storage);
    auto* manual = app.add_subcommand("manual", "Print the manual page (troff)");
    manual->callback([&storage] { storage.chosen = ManualArguments{}; });
}

}  // namespace

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
    CLI::App app(description);
    Storage storage;
    build(app, storage);
    if (const auto code = parse_or_answer(app, argc, argv)) return {std::nullopt, *code};
    return {storage.chosen, station::exit_code::ok};
}

std::string manual_page() {
    CLI::App app(description);
    Storage storage;
    build(app, storage);
    Manual manual("outpost", std::string(station::version()), description);
    manual.add_words("VERDICTS", verdict_words);
    describe_commands(app, manual);
    return std::move(manual).take(
        "0 all well; 1 rejected, refused or not accepted; 2 wrong usage or an unreadable input; 3 "
        "the machine could not do it, or for verify: unknown.");
}

}  // namespace outpost::tools
