// From options to everything that issues: profile, key, layout, printer, workers.
#pragma once

#include "core/issuing/certificate_signer.h"
#include "core/issuing/issuing_desk.h"
#include "core/ports/folder_watch.h"
#include "core/ports/printer.h"
#include "core/profile/profile.h"
#include "firmware-app/runtime/issue_run.h"
#include "firmware-app/runtime/page_workers.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/options.h"
#include "firmware-app/station/state_folder.h"
#include "firmware-app/station/trusted_clock.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost::station {

/// What the issuing commands need of the outside.
struct IssuePorts {
    StatePorts state;
    std::function<runtime::PageTools()> make_page_tools;
    /// A printer by the name of --printer; `state` is where the spool lies. Null for "none".
    std::function<Result<std::unique_ptr<Printer>>(const std::string& name,
                                                   const std::string& state)>
        open_printer;
    std::function<Result<crypto::SecretBytes>(const std::string& prompt)> ask_passphrase;
    std::function<Result<std::unique_ptr<FolderWatch>>(const std::vector<std::string>&)> watch;
    std::function<void(std::int64_t)> wait_ms;
    std::function<Result<std::unique_ptr<ByteSource>>()> open_stdin;
    const std::atomic<bool>& interrupted;
    std::size_t workers = 2;
    /// Instead of the lines on standard output; may be empty.
    std::function<void(const runtime::FinishedItem&)> told_item{};
    std::function<void(const std::string& certificate_id, PrintState)> told_print{};
    /// Around state.clock; null: one is opened with the state folder.
    TrustedClock* trusted_clock = nullptr;
    std::int64_t print_wait_ms = 20'000;  // how long one job is followed; a waiting one is kept
};

/// A profile folder's files by their relative names; nothing outside the folder.
profile::ReadFile reader_of(const std::string& folder, FileStore& files);

/// Loads a profile; its faults go to stderr. @return nothing when it cannot be used
std::optional<profile::Profile> load_profile(const std::string& folder, FileStore& files,
                                             const Console& console);

/// A layout by name, the first for an empty one; null and a message for an unknown one.
const profile::PageLayout* choose_layout(const profile::Profile& profile, const std::string& name,
                                         const Console& console);

/// The symbol that a layout has room for.
issuing::SymbolLimit limit_of(const profile::PageLayout& layout);

/// Threads that make pages of one layout.
std::unique_ptr<runtime::PageWorkers> make_workers(const profile::Profile& profile,
                                                   const profile::PageLayout& layout,
                                                   const IssuePorts& ports, std::size_t workers);

/// Options of a run: files and printer.
runtime::IssueRunOptions run_options(const IssuerArguments& arguments,
                                     const profile::PageLayout& layout, const StateFolder& state,
                                     std::optional<UtcInstant> at);

/// The name for --printer, "spool" when none was given.
std::string printer_name(const IssuerArguments& arguments);

}  // namespace outpost::station
