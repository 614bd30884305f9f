// Options of outpost sync.
#include "firmware-app/station/sync_desk.h"
#include "tools/outpost/command_storage.h"

namespace outpost::tools {

namespace {

void add_enroll(CLI::App& sync, Storage& storage) {
    auto* enroll = sync.add_subcommand(
        "enroll", "Give the kiosk its hub, once; prints what the hub needs to know of the kiosk");
    auto& arguments = storage.sync_enroll;
    add_state(*enroll, arguments.state);
    enroll->add_option("--hub", arguments.hub, "The hub's public keys (outpost-hub keys)")
        ->required()
        ->type_name("FILE");
    enroll->add_option("--name", arguments.name, "Where the kiosk stands, for people")
        ->required()
        ->type_name("TEXT");
    enroll
        ->add_option("--reprint-hours", arguments.reprint_hours,
                     "So long after its page a certificate can be printed again; then only the hub "
                     "can read it")
        ->check(silent(CLI::Range(std::int64_t{0}, station::reprint_hours_max)))
        ->type_name("H")
        ->capture_default_str();
    enroll->add_option("--out", arguments.out, "Write it to this file; default: stdout")
        ->type_name("FILE");
    choose(enroll, storage, &Storage::sync_enroll);
}

void add_media(CLI::App& sync, Storage& storage) {
    auto* save = sync.add_subcommand(
        "export", "Write everything that the hub has not acknowledged to a stick or folder");
    add_state(*save, storage.sync_export.state);
    add_at(*save, storage.sync_export.at);
    save->add_flag("--json", storage.sync_export.json, "One JSON object");
    add_web(*save, storage.sync_export.web);
    save->add_option("TO", storage.sync_export.to, "The stick's folder, or the hub's https address")
        ->required()
        ->type_name("");
    save->footer(
        "Exit code: 0 all of it stands on the medium or at the hub; 1 the hub refuses it or waits "
        "for a decision; 2 wrong usage; 3 the machine: no hub, state folder, medium full or "
        "broken, no connection. Nothing is lost by repeating it. The hub answers an address with "
        "its receipts, which are taken at once.");
    choose(save, storage, &Storage::sync_export);

    auto* take = sync.add_subcommand(
        "import", "Take the hub's receipts, and forget the persons that it has received");
    add_state(*take, storage.sync_import.state);
    add_at(*take, storage.sync_import.at);
    take->add_flag("--json", storage.sync_import.json, "One JSON object a line for each receipt");
    add_web(*take, storage.sync_import.web);
    take->add_option("FROM", storage.sync_import.from,
                     "The stick's folder, receipt files, or the hub's https address")
        ->required()
        ->type_name("");
    take->footer(
        "Exit code: 0 every receipt was taken, or there was none for this kiosk; 1 one was "
        "refused; 2 wrong usage or unreadable; 3 the machine.");
    choose(take, storage, &Storage::sync_import);
}

void add_carry(CLI::App& sync, Storage& storage) {
    auto& arguments = storage.sync_carry;
    auto* carry = sync.add_subcommand(
        "carry",
        "Carry a kiosk's folder to the hub and back, as a person carries a stick: beside the "
        "kiosk, which needs no network then");
    add_state(*carry, arguments.state);
    carry
        ->add_option("--folder", arguments.folder,
                     "The folder; the kiosk's setting operator.outbox names it, too")
        ->required()
        ->type_name("DIR");
    carry->add_option("--hub", arguments.hub, "The hub's https address; without it no exports")
        ->type_name("URL");
    carry
        ->add_option("--bundle", arguments.bundle,
                     "A trust bundle's https address; without it no bundles")
        ->type_name("URL");
    carry->add_option("--root", arguments.root, "Root public keys, before the first import")
        ->type_name("FILE");
    add_web(*carry, arguments.web);
    carry->add_flag("--json", arguments.json, "One JSON object");
    carry->footer(
        "Exit code: 0 all is carried; 1 the hub refuses or holds an export, or the bundle would be "
        "refused; 2 wrong usage; 3 no connection, or the machine. Nothing is lost by repeating "
        "it.");
    choose(carry, storage, &Storage::sync_carry);
}

}  // namespace

void add_sync(CLI::App& app, Storage& storage) {
    auto* sync = app.add_subcommand("sync", "To the hub and back: exports, receipts");
    sync->require_subcommand(1);
    add_enroll(*sync, storage);
    add_media(*sync, storage);
    add_carry(*sync, storage);
    auto* status = sync->add_subcommand("status", "What waits for a receipt");
    add_state(*status, storage.sync_status.state);
    status->add_flag("--json", storage.sync_status.json, "One JSON object");
    choose(status, storage, &Storage::sync_status);
    auto* seal = sync->add_subcommand(
        "seal", "Seal what can no longer be printed again, now (export and import do it, too)");
    add_state(*seal, storage.sync_seal.state);
    add_at(*seal, storage.sync_seal.at);
    choose(seal, storage, &Storage::sync_seal);
}

}  // namespace outpost::tools
