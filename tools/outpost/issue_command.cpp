#include "tools/outpost/issue_command.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/issue_report.h"
#include "firmware-app/station/issuing_duty.h"
#include "firmware-app/station/watched_queue.h"

#include <utility>

namespace outpost::tools {

namespace {

constexpr std::size_t reason_chars_max = 200;

/// The file's stream; "-" is standard input.
Result<std::unique_ptr<ByteSource>> open_request(const std::string& name,
                                                 const station::IssuePorts& ports) {
    if (name == "-") return ports.open_stdin();
    return ports.state.folders.open(name);
}

std::optional<std::vector<trust::MinisignPublicKey>> queue_signers(
    const IssueArguments& arguments, const station::IssuingDuty& duty,
    const station::IssuePorts& ports, const station::Console& console) {
    std::vector<trust::MinisignPublicKey> signers;
    for (const auto& path : arguments.queue_signers) {
        std::vector<trust::MinisignPublicKey> keys;
        if (!station::read_roots(path, ports.state.files, keys, console)) return std::nullopt;
        signers.insert(signers.end(), keys.begin(), keys.end());
    }
    for (const auto& line : duty.profile().queue_signers()) {
        auto key = trust::parse_minisign_public_key(line);
        if (!key) {
            console.message("the profile's queue signer cannot be used: " +
                            station::words_for(key.error()));
            return std::nullopt;
        }
        signers.push_back(std::move(key).value());
    }
    return signers;
}

int serve(const IssueArguments& arguments, station::IssuingDuty& duty,
          const station::IssuePorts& ports, const station::Console& console) {
    auto signers = queue_signers(arguments, duty, ports, console);
    if (!signers) return station::exit_code::usage;
    if (signers->empty() && !arguments.demo)
        console.message(
            "no queue signer is configured (--queue-signer): every file that is dropped is held");
    station::WatchedQueue queue(duty, ports, {arguments.kind, arguments.demo, std::move(*signers)},
                                console);
    return queue.serve() ? station::exit_code::ok : station::exit_code::environment;
}

int end_of(const station::IssuingDuty& duty, bool has_unreadable) {
    if (has_unreadable) return station::exit_code::usage;
    return duty.has_refused() ? station::exit_code::not_ok : station::exit_code::ok;
}

}  // namespace

int run_issue(const IssueArguments& arguments, const station::IssuePorts& ports,
              const station::Console& console) {
    if (arguments.requests.empty() && !arguments.watch) {
        console.message("nothing to issue: name request files, or --watch");
        return station::exit_code::usage;
    }
    if (!arguments.block.empty() && !station::parse_block(arguments.block)) {
        console.message(station::block_words);
        return station::exit_code::usage;
    }
    int exit = station::exit_code::ok;
    const auto duty = station::IssuingDuty::open(arguments.issuer, true, ports, console, exit);
    if (duty == nullptr) return exit;
    if (!duty->begin_issuing({arguments.kiosk, arguments.block}))
        return station::exit_code::environment;
    bool has_unreadable = false;
    for (const auto& name : arguments.requests) {
        auto source = open_request(name, ports);
        if (!source) {
            console.message("cannot read " + station::printable(name) + ": " +
                            station::words_for(source.error()));
            has_unreadable = true;
            continue;
        }
        if (!duty->take_all(**source, name, arguments.kind)) return station::exit_code::environment;
        if (!duty->finish()) return station::exit_code::environment;
    }
    if (!duty->finish()) return station::exit_code::environment;
    if (arguments.watch)
        if (const int code = serve(arguments, *duty, ports, console);
            code != station::exit_code::ok)
            return code;
    return end_of(*duty, has_unreadable);
}

int run_queue_release(const QueueReleaseArguments& arguments, const station::IssuePorts& ports,
                      const station::Console& console) {
    int exit = station::exit_code::ok;
    const auto duty = station::IssuingDuty::open(arguments.issuer, true, ports, console, exit);
    if (duty == nullptr) return exit;
    auto& journal = *duty->state().journal;
    const auto held = journal.find_held(arguments.number);
    if (!held) return duty->tell_failure(held.error()), station::exit_code::environment;
    if (!*held) {
        console.message("no held item has the number " + std::to_string(arguments.number));
        return station::exit_code::usage;
    }
    if (!duty->begin_issuing({})) return station::exit_code::environment;
    const auto& item = **held;
    if (item.request_json.empty()) {
        station::WatchedQueue queue(*duty, ports, {item.kind, true, {}}, console);
        if (!queue.take_released(item)) return station::exit_code::environment;
    } else if (const auto taken = duty->run().take_released(item); !taken) {
        return duty->tell_failure(taken.error()), station::exit_code::environment;
    }
    if (!duty->finish()) return station::exit_code::environment;
    if (duty->has_refused()) return station::exit_code::not_ok;
    const auto resolved = journal.resolve_held(item.number, "released", {}, duty->now());
    if (!resolved) return duty->tell_failure(resolved.error()), station::exit_code::environment;
    return station::exit_code::ok;
}

int run_print(const PrintArguments& arguments, const station::IssuePorts& ports,
              const station::Console& console) {
    if (arguments.reason.empty() || arguments.reason.size() > reason_chars_max) {
        console.message(
            "a reprint needs a reason: --reason \"printer jammed\" (at most 200 bytes)");
        return station::exit_code::usage;
    }
    int exit = station::exit_code::ok;
    const auto duty = station::IssuingDuty::open(arguments.issuer, false, ports, console, exit);
    if (duty == nullptr) return exit;
    const auto order = duty->state().journal->find(arguments.id);
    if (!order) return duty->tell_failure(order.error()), station::exit_code::environment;
    if (!*order || (*order)->credential_json.empty()) {
        console.message("there is no certificate " + station::printable(arguments.id) +
                        " to print here");
        return station::exit_code::usage;
    }
    if (!(*order)->is_current) {
        console.message("certificate " + station::printable(arguments.id) +
                        " was withdrawn or corrected: it is not printed again");
        return station::exit_code::not_ok;
    }
    const auto state = duty->run().print_again(**order, arguments.reason);
    if (!state) {
        console.message("no page: " + station::words_for(state.error()));
        return station::exit_code::environment;
    }
    const auto after = duty->state().journal->find(arguments.id);
    if (!after || !*after)
        return duty->tell_failure(after ? Error{Errc::NotFound, 0, "certificate"} : after.error()),
               station::exit_code::environment;
    runtime::FinishedItem item;
    item.attempt = (*after)->print_attempts;
    // A page that was still on its way is followed to its end: that one is no further page.
    item.is_reprint = (*order)->print_attempts > 0 && item.attempt > (*order)->print_attempts;
    item.request_name = arguments.id;
    item.result.status = issuing::ItemStatus::Duplicate;
    item.result.order = **order;
    item.files = runtime::files_of(duty->run().out(), arguments.id);
    item.print = *state;
    console.result(arguments.issuer.json ? station::item_as_json(item)
                                         : station::item_as_text(item));
    if (const auto note = station::page_note_text(item); !note.empty()) console.message(note);
    const bool is_lost = *state == print_state_name(PrintState::Failed) ||
                         *state == print_state_name(PrintState::Cancelled) ||
                         *state == print_state_name(PrintState::Unknown);
    return is_lost ? station::exit_code::not_ok : station::exit_code::ok;
}

}  // namespace outpost::tools
