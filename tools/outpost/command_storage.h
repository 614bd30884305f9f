// What the files of the command line share: the storage of every subcommand, and CLI11 itself.
#pragma once

#include "tools/outpost/arguments.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <utility>

namespace outpost::tools {

/// Every subcommand's storage lives here until the chosen one is taken.
struct Storage {
    VerifyArguments verify;
    ScanArguments scan;
    CanonArguments canon;
    ToRdfArguments to_rdf;
    KeysGenerateArguments keys_generate;
    KeysPublicArguments keys_public;
    KeysInspectArguments keys_inspect;
    TrustAddArguments trust_add;
    TrustTakeArguments trust_take;
    TrustMakeArguments trust_make;
    TrustSignArguments trust_sign;
    TrustInspectArguments trust_inspect;
    TrustImportArguments trust_import;
    TrustRestoreArguments trust_restore;
    DoctorArguments doctor;
    IssueArguments issue;
    QueueListArguments queue_list;
    QueueReleaseArguments queue_release;
    QueueRejectArguments queue_reject;
    PrintArguments print;
    RevokeArguments revoke;
    JournalArguments journal_check{JournalArguments::Task::Check, {}, {}, false};
    JournalArguments journal_list{JournalArguments::Task::List, {}, {}, false};
    JournalArguments journal_export{JournalArguments::Task::Export, {}, {}, false};
    SyncEnrollArguments sync_enroll;
    SyncCarryArguments sync_carry;
    SyncExportArguments sync_export;
    SyncImportArguments sync_import;
    SyncStatusArguments sync_status;
    SyncSealArguments sync_seal;
    ProfileCheckArguments profile_check;
    ProfileExplainArguments profile_explain;
    ProfilePreviewArguments profile_preview;
    OperatorAddArguments operator_add;
    OperatorListArguments operator_list;
    OperatorRemoveArguments operator_remove;
    OperatorResetLockArguments operator_reset_lock;
    ClockArguments clock_show;
    ClockArguments clock_confirm;
    ClockArguments clock_set;
    TallyArguments tally;
    std::optional<Arguments> chosen;
};

template <typename Chosen>
void choose(CLI::App* command, Storage& storage, Chosen Storage::*member) {
    command->callback([&storage, member] { storage.chosen = storage.*member; });
}

/// The check without its words in the help: the type's name says the same.
inline CLI::Validator silent(CLI::Validator check) {
    check.description("");
    return check;
}

/// --state, with its default in the help
void add_state(CLI::App& command, std::string& state);
/// --at
void add_at(CLI::App& command, std::optional<std::string>& at);
/// --ca, --proxy: of a command that takes an address.
void add_web(CLI::App& command, WebArguments& web);

/// trust add, make, sign, import, restore, inspect
void add_trust(CLI::App& app, Storage& storage);
/// issue, queue, print, revoke, journal
void add_issuing(CLI::App& app, Storage& storage);
/// profile check, explain, preview
void add_profile(CLI::App& app, Storage& storage);
/// sync enroll, export, import, status, seal
void add_sync(CLI::App& app, Storage& storage);
/// operator, tally
void add_kiosk(CLI::App& app, Storage& storage);

}  // namespace outpost::tools
