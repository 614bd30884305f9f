#include "tools/outpost/journal_commands.h"

#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"

#include <map>
#include <string>
#include <utility>

namespace outpost::tools {

namespace {

constexpr std::size_t shown_max = 10'000;

int fail(const station::Console& console, const Error& error) {
    console.message("the journal: " + station::words_for(error));
    return station::exit_code::environment;
}

std::string held_as_json(const journal::HeldItem& item) {
    json::Writer writer;
    writer.begin_object().key("held").value(item.number);
    writer.key("reason").value(item.reason);
    writer.key("request").value(item.request_name).key("index").value(item.request_index);
    writer.key("kind").value(item.kind);
    writer.key("certificate_id");
    if (item.certificate_id.empty())
        writer.null();
    else
        writer.value(item.certificate_id);
    writer.key("held_at").value(format_rfc3339(item.held_at)).end_object();
    return std::move(writer).take();
}

std::string held_as_text(const journal::HeldItem& item) {
    std::string text = std::to_string(item.number) + "  " + item.reason + "  " +
                       station::printable(item.request_name) + " item " +
                       std::to_string(item.request_index);
    if (!item.certificate_id.empty()) text += "  against " + item.certificate_id;
    return text + "  held " + format_rfc3339(item.held_at);
}

std::string order_as_json(const journal::Order& order, const std::string& print_state) {
    json::Writer writer;
    writer.begin_object().key("unfinished").value(order.certificate_id);
    writer.key("step").value(journal::step_name(order.step));
    if (!print_state.empty()) writer.key("state").value(print_state);
    writer.end_object();
    return std::move(writer).take();
}

/// How the operator goes on with a page that did not come out, or may not have.
std::string way_on(const journal::PrintTrouble& trouble) {
    const auto command = "outpost print " + trouble.certificate_id + " --reason TEXT";
    if (trouble.state == print_state_name(PrintState::Unknown))
        return "look into the printer's tray; without the page there: " + command;
    return command + ", or hand the request in again";
}

std::string trouble_as_json(const journal::PrintTrouble& trouble) {
    json::Writer writer;
    writer.begin_object().key("print").value(trouble.certificate_id).key("kind").value("print");
    writer.key("state").value(trouble.state).key("printer").value(trouble.printer);
    writer.key("attempts").value(trouble.attempts);
    writer.key("since").value(format_rfc3339(trouble.since));
    writer.key("next").value(way_on(trouble)).end_object();
    return std::move(writer).take();
}

std::string trouble_as_text(const journal::PrintTrouble& trouble) {
    return trouble.certificate_id + "  print " + trouble.state + "  on " +
           station::printable(trouble.printer) + "  since " + format_rfc3339(trouble.since) +
           "\n      " + way_on(trouble);
}

std::string refused_as_json(const std::string& name, const station::RefusedEntry& entry) {
    json::Writer writer;
    writer.begin_object().key("refused").value(name).key("kind").value("entry");
    writer.key("reason").value("no_plain_file").key("what").value(entry.what).end_object();
    return std::move(writer).take();
}

/// Entries of the incoming folders that will never be read. @return how many
std::size_t list_refused(const std::string& state, bool json, const station::StatePorts& ports,
                         const station::Console& console) {
    std::size_t count = 0;
    for (const auto& folder : station::incoming_folders(state)) {
        const auto entries = station::refused_entries(folder, ports);
        if (!entries) continue;  // a folder that was only issued from has no queue
        count += entries->size();
        for (const auto& entry : *entries) {
            const auto name =
                station::printable(folder.substr(state.size() + 1) + "/" + entry.name);
            console.result(json ? refused_as_json(name, entry)
                                : "refused  " + name + "  is a " + entry.what +
                                      ", and only plain files are read: take it away");
        }
    }
    return count;
}

/// States of the print attempts that go on, by certificate id.
Result<std::map<std::string, std::string>> open_prints(journal::Journal& journal) {
    OUTPOST_TRY(const auto open, journal.print_troubles(true, shown_max));
    std::map<std::string, std::string> states;
    for (const auto& print : open) states.emplace(print.certificate_id, print.state);
    return states;
}

std::string entry_as_json(const journal::Entry& entry) {
    json::Writer writer;
    writer.begin_object().key("sequence").value(entry.sequence);
    writer.key("at").value(format_rfc3339(entry.at)).key("kind").value(entry.kind);
    writer.key("body").value(entry.body).key("hash").value(entry.hash_hex).end_object();
    return std::move(writer).take();
}

std::string entry_as_text(const journal::Entry& entry) {
    return std::to_string(entry.sequence) + "  " + format_rfc3339(entry.at) + "  " + entry.kind +
           "  " + station::printable(entry.body);
}

int check_journal(journal::Journal& journal, bool json, const station::Console& console) {
    const auto entries = journal.check_chain();
    const auto counts = journal.counts();
    if (!entries && entries.error().code != Errc::BadChecksum)
        return fail(console, entries.error());
    if (!counts) return fail(console, counts.error());
    if (json) {
        json::Writer writer;
        writer.begin_object().key("holds").value(entries.has_value());
        if (entries)
            writer.key("entries").value(*entries);
        else
            writer.key("first_bad").value(static_cast<std::uint64_t>(entries.error().offset));
        station::write_counts(writer, *counts);
        writer.end_object();
        console.result(std::move(writer).take());
    } else if (entries) {
        console.result("the chain holds: " + std::to_string(*entries) + " entries, " +
                       std::to_string(counts->orders) + " certificates, " +
                       std::to_string(counts->printed) + " printed");
    } else {
        console.result("the chain is broken at entry " + std::to_string(entries.error().offset));
    }
    return entries ? station::exit_code::ok : station::exit_code::not_ok;
}

int export_journal(const std::string& path, journal::Journal& journal,
                   const station::StatePorts& ports, const station::Console& console) {
    std::string text;
    const auto read = journal.entries(1, [&](const journal::Entry& entry) {
        text += entry_as_json(entry) + "\n";
        return true;
    });
    if (!read) return fail(console, read.error());
    const auto written = ports.files.write_atomically(path, as_bytes(text));
    if (written) return station::exit_code::ok;
    console.message("cannot write " + station::printable(path) + ": " +
                    station::words_for(written.error()));
    return station::exit_code::environment;
}

}  // namespace

int run_queue_list(const QueueListArguments& arguments, const station::StatePorts& ports,
                   const station::Console& console) {
    const auto state =
        station::open_state(arguments.state, station::StateUse::Read, ports, console);
    if (!state) return station::exit_code::environment;
    const auto held = state->journal->held(shown_max);
    if (!held) return fail(console, held.error());
    for (const auto& item : *held)
        console.result(arguments.json ? held_as_json(item) : held_as_text(item));
    const auto unfinished = state->journal->unfinished(shown_max);
    if (!unfinished) return fail(console, unfinished.error());
    const auto states = open_prints(*state->journal);
    if (!states) return fail(console, states.error());
    for (const auto& order : *unfinished) {
        const auto found = states->find(order.certificate_id);
        const auto print = found == states->end() ? std::string() : found->second;
        console.result(arguments.json ? order_as_json(order, print)
                                      : order.certificate_id + "  unfinished: " +
                                            std::string(journal::step_name(order.step)) +
                                            (print.empty() ? "" : ", page: " + print));
    }
    const auto troubles = state->journal->print_troubles(false, shown_max);
    if (!troubles) return fail(console, troubles.error());
    for (const auto& trouble : *troubles)
        console.result(arguments.json ? trouble_as_json(trouble) : trouble_as_text(trouble));
    const auto refused = list_refused(state->path, arguments.json, ports, console);
    const bool is_empty = held->empty() && unfinished->empty() && troubles->empty() && refused == 0;
    if (is_empty && !arguments.json) console.message("nothing waits for the operator");
    return station::exit_code::ok;
}

int run_queue_reject(const QueueRejectArguments& arguments, const station::StatePorts& ports,
                     const station::Console& console) {
    std::optional<UtcInstant> at;
    if (!station::read_instant(arguments.at, "--at", at, console)) return station::exit_code::usage;
    const auto state =
        station::open_state(arguments.state, station::StateUse::Existing, ports, console);
    if (!state) return station::exit_code::environment;
    const auto held = state->journal->find_held(arguments.number);
    if (!held) return fail(console, held.error());
    if (!*held) {
        console.message("no held item has the number " + std::to_string(arguments.number));
        return station::exit_code::usage;
    }
    const auto done = state->journal->resolve_held(arguments.number, "rejected", arguments.reason,
                                                   at.value_or(ports.clock.now()));
    if (!done) return fail(console, done.error());
    if (!(*held)->request_json.empty()) return station::exit_code::ok;
    const auto from = state->path + "/queue/held/" + std::to_string(arguments.number);
    const auto to = state->path + "/queue/rejected/" + std::to_string(arguments.number);
    const auto moved = ports.folders.move(from, to);
    if (!moved && moved.error().code != Errc::NotFound) return fail(console, moved.error());
    return station::exit_code::ok;
}

int run_revoke(const RevokeArguments& arguments, const station::StatePorts& ports,
               const station::Console& console) {
    std::optional<UtcInstant> at;
    if (!station::read_instant(arguments.at, "--at", at, console)) return station::exit_code::usage;
    auto state = station::open_state(arguments.state, station::StateUse::Existing, ports, console);
    if (!state) return station::exit_code::environment;
    const auto now = at.value_or(ports.clock.now());
    const auto outcome =
        state->journal->revoke(arguments.id, arguments.all_doses, arguments.reason, now);
    if (!outcome) return fail(console, outcome.error());
    using journal::RevokeOutcome;
    switch (*outcome) {
        case RevokeOutcome::NotFound:
            console.message("there is no certificate " + station::printable(arguments.id) +
                            " here");
            return station::exit_code::usage;
        case RevokeOutcome::HigherDoseStands:
            console.message(
                "a higher dose of this person stands: revoke that one first, or --all-doses");
            return station::exit_code::not_ok;
        case RevokeOutcome::AlreadyRevoked:
            console.message(station::printable(arguments.id) + " was withdrawn before");
            break;
        case RevokeOutcome::Done:
            console.message(station::printable(arguments.id) + " is withdrawn");
            break;
    }
    // Also after AlreadyRevoked: a crash may have come between journal and list.
    const auto written = station::write_revocations(*state, ports.files, now);
    if (!written) return fail(console, written.error());
    return station::exit_code::ok;
}

int run_journal(const JournalArguments& arguments, const station::StatePorts& ports,
                const station::Console& console) {
    const auto state =
        station::open_state(arguments.state, station::StateUse::Read, ports, console);
    if (!state) return station::exit_code::environment;
    auto& journal = *state->journal;
    using Task = JournalArguments::Task;
    if (arguments.task == Task::Check) return check_journal(journal, arguments.json, console);
    if (arguments.task == Task::Export)
        return export_journal(arguments.out, journal, ports, console);
    const auto read = journal.entries(1, [&](const journal::Entry& entry) {
        console.result(arguments.json ? entry_as_json(entry) : entry_as_text(entry));
        return true;
    });
    if (!read) return fail(console, read.error());
    return station::exit_code::ok;
}

}  // namespace outpost::tools
