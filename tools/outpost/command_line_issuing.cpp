// Options of the commands that issue.
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/command_storage.h"

#include <string>

namespace outpost::tools {

void add_state(CLI::App& command, std::string& state) {
    command
        .add_option("--state", state,
                    "The kiosk's state folder: journal, queue, files; default: " +
                        station::default_state_folder())
        ->type_name("DIR");
}

void add_at(CLI::App& command, std::optional<std::string>& at) {
    command.add_option("--at", at, "This instant instead of the clock's")->type_name("RFC3339");
}

void add_web(CLI::App& command, WebArguments& web) {
    command.add_option("--ca", web.ca, "Of an address: only these authorities count (PEM)")
        ->type_name("FILE");
    command
        .add_option("--proxy", web.proxy,
                    "Of an address: through this proxy; default: what https_proxy says")
        ->type_name("URL");
}

namespace {

void add_page_options(CLI::App& command, station::IssuerArguments& issuer) {
    command.add_option("--profile", issuer.profile, "The issuer's profile folder")
        ->required()
        ->type_name("DIR");
    add_state(command, issuer.state);
    command
        .add_option("--out", issuer.out,
                    "Folder of the certificates' files (JSON, PNG, PDF); default: STATE/issued")
        ->type_name("DIR");
    command
        .add_option("--printer", issuer.printer,
                    "spool (PDF files in STATE/spool), spool:DIR, none, or a CUPS queue; "
                    "default: spool")
        ->type_name("NAME");
    command
        .add_option("--layout", issuer.layout, "A page layout of the profile; default: its first")
        ->type_name("NAME");
    add_at(command, issuer.at);
    command.add_flag("--json", issuer.json, "One JSON object a line for each item");
}

void add_key_options(CLI::App& command, station::IssuerArguments& issuer) {
    command.add_option("--key", issuer.key, "The signing key (see outpost keys generate)")
        ->required()
        ->type_name("FILE");
    command
        .add_option("--passphrase-file", issuer.passphrase_file,
                    "Take the first line of this file; default: ask")
        ->type_name("F");
}

void add_issue(CLI::App& app, Storage& storage) {
    auto* command = app.add_subcommand("issue", "Issue and print certificates from request files");
    auto& issue = storage.issue;
    add_page_options(*command, issue.issuer);
    add_key_options(*command, issue.issuer);
    command
        ->add_option("--kiosk", issue.kiosk,
                     "This kiosk's number, 0 to 8999: its block of certificate ids. Needed once; "
                     "again after the state folder was copied or restored, then a new one")
        ->check(silent(CLI::Range(0, 8999)))
        ->type_name("N");
    command->add_option("--block", issue.block, "An allocated block of ids (11 digits) instead")
        ->type_name("FIRST-LAST");
    command->add_option("--kind", issue.kind, "What the requests are")
        ->check(silent(CLI::IsMember({"certify-v3", "certify-v1", "update-v3", "update-v1"})))
        ->type_name("certify-v3|certify-v1|update-v3|update-v1")
        ->capture_default_str();
    command->add_flag("--watch", issue.watch,
                      "Serve STATE/queue/incoming (and its folders certify-v3, ...) until stopped");
    command->add_flag("--demo", issue.demo, "Watched files need no signature");
    command
        ->add_option("--queue-signer", issue.queue_signers,
                     "Public key file (minisign) of one who may drop request files; may be given "
                     "again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command
        ->add_option("REQUESTS", issue.requests,
                     "Request files: JSON array or object, JSON Lines, bulk CSV; - is stdin")
        ->type_name("");
    command->footer(
        "Exit code: 0 every item issued or a duplicate; 1 some are not; 2 wrong usage or an "
        "unreadable file; 3 the machine: clock, disk, state folder, a second process.");
    choose(command, storage, &Storage::issue);
}

void add_queue(CLI::App& app, Storage& storage) {
    auto* queue = app.add_subcommand("queue", "What waits for the operator");
    queue->require_subcommand(1);
    auto* list = queue->add_subcommand("list", "Held items and files, unfinished certificates");
    add_state(*list, storage.queue_list.state);
    list->add_flag("--json", storage.queue_list.json, "One JSON object a line");
    choose(list, storage, &Storage::queue_list);

    auto* release = queue->add_subcommand(
        "release",
        "Issue a held item: a conflict becomes a correction of the certificate that "
        "stands; a held file is taken");
    add_page_options(*release, storage.queue_release.issuer);
    add_key_options(*release, storage.queue_release.issuer);
    release->add_option("NUMBER", storage.queue_release.number, "From outpost queue list")
        ->required()
        ->type_name("");
    choose(release, storage, &Storage::queue_release);

    auto* reject = queue->add_subcommand("reject", "Refuse a held item for good");
    add_state(*reject, storage.queue_reject.state);
    add_at(*reject, storage.queue_reject.at);
    reject->add_option("--reason", storage.queue_reject.reason, "For the journal")
        ->type_name("TEXT");
    reject->add_option("NUMBER", storage.queue_reject.number, "From outpost queue list")
        ->required()
        ->type_name("");
    choose(reject, storage, &Storage::queue_reject);
}

void add_print_and_revoke(CLI::App& app, Storage& storage) {
    auto* print = app.add_subcommand("print", "Print a certificate once more: a counted reprint");
    add_page_options(*print, storage.print.issuer);
    print->add_option("--reason", storage.print.reason, "Why; default: ask")->type_name("TEXT");
    print->add_option("ID", storage.print.id, "The certificate's id")->required()->type_name("");
    choose(print, storage, &Storage::print);

    auto* revoke = app.add_subcommand(
        "revoke", "Withdraw a certificate; a person's highest dose first, as DIVOC does");
    auto& arguments = storage.revoke;
    add_state(*revoke, arguments.state);
    add_at(*revoke, arguments.at);
    revoke->add_flag("--all-doses", arguments.all_doses, "Every certificate of this person");
    revoke->add_option("--reason", arguments.reason, "For the journal")->type_name("TEXT");
    revoke->add_option("ID", arguments.id, "The certificate's id")->required()->type_name("");
    revoke->footer(
        "STATE/revocations.json then names it: outpost verify --revocations takes that file.");
    choose(revoke, storage, &Storage::revoke);
}

void add_journal(CLI::App& app, Storage& storage) {
    auto* journal = app.add_subcommand("journal", "The kiosk's record of what it did");
    journal->require_subcommand(1);
    auto* check = journal->add_subcommand("check", "Recompute the hash chain");
    add_state(*check, storage.journal_check.state);
    check->add_flag("--json", storage.journal_check.json, "One JSON object");
    choose(check, storage, &Storage::journal_check);
    auto* list = journal->add_subcommand("list", "The entries; no personal data");
    add_state(*list, storage.journal_list.state);
    list->add_flag("--json", storage.journal_list.json, "One JSON object a line");
    choose(list, storage, &Storage::journal_list);
    auto* save = journal->add_subcommand("export", "The entries as JSON Lines in a file");
    add_state(*save, storage.journal_export.state);
    save->add_option("--out", storage.journal_export.out, "The file")
        ->required()
        ->type_name("FILE");
    choose(save, storage, &Storage::journal_export);
}

}  // namespace

void add_issuing(CLI::App& app, Storage& storage) {
    add_issue(app, storage);
    add_queue(app, storage);
    add_print_and_revoke(app, storage);
    add_journal(app, storage);
}

void add_profile(CLI::App& app, Storage& storage) {
    auto* profile = app.add_subcommand("profile", "An issuer's profile folder");
    profile->require_subcommand(1);
    auto* check = profile->add_subcommand(
        "check", "Check all parts against each other; issue and verify the sample");
    check->add_flag("--json", storage.profile_check.json, "One JSON object a line for each fault");
    check->add_option("DIR", storage.profile_check.folder, "The folder")->required()->type_name("");
    check->footer("Exit code: 0 no fault (warnings may be printed), 1 faults, 2 unreadable.");
    choose(check, storage, &Storage::profile_check);
    auto* explain =
        profile->add_subcommand("explain", "For each field: where it comes from and where it goes");
    explain->add_flag("--json", storage.profile_explain.json, "One JSON object a line");
    explain->add_option("DIR", storage.profile_explain.folder, "The folder")
        ->required()
        ->type_name("");
    choose(explain, storage, &Storage::profile_explain);
    auto* preview = profile->add_subcommand("preview", "Write sample pages as PDF and PNG");
    auto& arguments = storage.profile_preview;
    preview->add_option("--out", arguments.out, "Where to")
        ->type_name("DIR")
        ->capture_default_str();
    preview->add_option("--layout", arguments.layout, "This layout only")->type_name("NAME");
    preview->add_option("--request", arguments.request, "A request instead of the sample")
        ->type_name("FILE");
    preview->add_option("--dpi", arguments.dpi, "Of the PNG")
        ->check(silent(CLI::Range(30, 600)))
        ->type_name("N")
        ->capture_default_str();
    preview->add_option("DIR", arguments.folder, "The folder")->required()->type_name("");
    choose(preview, storage, &Storage::profile_preview);
}

}  // namespace outpost::tools
