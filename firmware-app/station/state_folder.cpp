#include "firmware-app/station/state_folder.h"

#include "core/profile/profile.h"
#include "firmware-app/station/check_setup.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t person_key_bytes = 32;
constexpr std::size_t machine_id_bytes_max = 128;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// The operating system's name for this installation; empty where there is none.
std::string machine_id(FileStore& files) {
    const auto text = files.read("/etc/machine-id", machine_id_bytes_max);
    return text ? std::string(as_text(*text)) : std::string();
}

/// The key that turns persons' keys into hashes. A journal without its key would take every event
/// for a new one, so a lost key is never made anew.
Result<crypto::SecretBytes> person_key(const std::string& state, bool has_journal,
                                       const StatePorts& ports) {
    const auto path = state + "/person.key";
    auto content = ports.files.read(path, person_key_bytes);
    if (content && content->size() == person_key_bytes) {
        auto key = crypto::SecretBytes::copy_of(*content);
        crypto::wipe(*content);
        return key;
    }
    if (content || content.error().code != Errc::NotFound)
        return Error{Errc::BadKey, 0, "person.key is damaged"};
    if (has_journal) return Error{Errc::BadKey, 0, "person.key is missing"};
    crypto::SecretBytes key(person_key_bytes);
    ports.random.fill(key.writable());
    OUTPOST_TRY_VOID(ports.files.write_atomically(path, key.view(), true));
    return key;
}

Result<void> make_folders(const std::string& path, const StatePorts& ports) {
    OUTPOST_TRY_VOID(ports.folders.make_folder(path));
    for (const char* name : {"/issued", "/spool", "/queue/done", "/queue/held", "/queue/rejected"})
        OUTPOST_TRY_VOID(ports.folders.make_folder(path + name));
    for (const char* kind : profile::request_kinds)
        OUTPOST_TRY_VOID(ports.folders.make_folder(path + "/queue/incoming/" + kind));
    return {};
}

/// Half-written files hold what is personal, and nobody else would ever take them away. With the
/// folder locked, nobody of ours writes there.
void clean(const std::string& path, const StatePorts& ports, const Console& console) {
    for (const char* name : {"", "/issued", "/spool", "/trust", "/trust/bundles", "/trust/parts"}) {
        const auto removed = ports.remove_unfinished(path + name);
        if (!removed && removed.error().code != Errc::NotFound)
            console.message("half-written files in " + printable(path + name) +
                            " cannot be removed");
    }
}

Result<StateFolder> open_folder(const std::string& path, StateUse use, const StatePorts& ports,
                                const Console& console) {
    if (use == StateUse::Read) return read_state(path, ports);
    const auto journal_path = path + "/journal.db";
    const bool has_journal = ports.folders.identity(journal_path).has_value();
    if (!has_journal && use == StateUse::Existing)
        return Error{Errc::NotFound, 0, "there is no journal in it"};
    if (use == StateUse::Make) OUTPOST_TRY_VOID(make_folders(path, ports));
    StateFolder state;
    state.path = path;
    OUTPOST_TRY(state.lock, ports.folders.lock(path, "lock"));
    clean(path, ports, console);
    OUTPOST_TRY(auto key, person_key(path, has_journal, ports));
    OUTPOST_TRY(state.database, ports.open_database(journal_path));
    OUTPOST_TRY(state.journal, journal::Journal::open(
                                   *state.database, std::move(key),
                                   {&ports.folders, &ports.files, path, machine_id(ports.files)},
                                   ports.clock.now()));
    return state;
}

std::string reason_for(const Error& error) {
    if (error.code == Errc::Unavailable) return "another process works on it";
    return words_for(error);
}

}  // namespace

std::string default_state_folder() {
    if (const auto folder = variable("XDG_STATE_HOME"); !folder.empty()) return folder + "/outpost";
    if (const auto home = variable("HOME"); !home.empty()) return home + "/.local/state/outpost";
    return "/var/lib/outpost";
}

Result<StateFolder> read_state(const std::string& path, const StatePorts& ports) {
    const auto journal_path = path + "/journal.db";
    if (!ports.folders.identity(journal_path))
        return Error{Errc::NotFound, 0, "there is no journal in it"};
    StateFolder state;
    state.path = path;
    OUTPOST_TRY(auto key, person_key(path, true, ports));
    OUTPOST_TRY(state.database, ports.read_database(journal_path));
    OUTPOST_TRY(state.journal, journal::Journal::open_for_reading(
                                   *state.database, std::move(key),
                                   {&ports.folders, &ports.files, path, {}, "journal.db"}));
    return state;
}

std::optional<StateFolder> open_state(const std::string& path, StateUse use,
                                      const StatePorts& ports, const Console& console) {
    const auto folder = path.empty() ? default_state_folder() : path;
    auto state = open_folder(folder, use, ports, console);
    if (state) return std::move(state).value();
    console.message("cannot use the state folder " + printable(folder) + ": " +
                    reason_for(state.error()));
    return std::nullopt;
}

std::vector<std::string> incoming_folders(const std::string& state) {
    std::vector<std::string> folders{state + "/queue/incoming"};
    for (const char* kind : profile::request_kinds) folders.push_back(folders.front() + "/" + kind);
    return folders;
}

Result<std::vector<RefusedEntry>> refused_entries(const std::string& folder,
                                                  const StatePorts& ports) {
    auto entries = ports.odd_entries(folder);
    if (!entries) return entries;
    const auto is_ours = [&](const RefusedEntry& entry) {
        const bool is_kind =
            std::find(std::begin(profile::request_kinds), std::end(profile::request_kinds),
                      entry.name) != std::end(profile::request_kinds);
        // Hidden names are a sender's own business, as they are for files.
        return entry.name.front() == '.' ||
               (is_kind && entry.what == "folder" && folder.ends_with("/incoming"));
    };
    std::erase_if(*entries, is_ours);
    return entries;
}

void write_counts(json::Writer& out, const journal::Counts& counts) {
    out.key("certificates").value(counts.orders).key("printed").value(counts.printed);
    out.key("waiting").value(counts.waiting).key("print_unknown").value(counts.print_unknown);
    out.key("held").value(counts.held).key("revoked").value(counts.revoked);
}

Result<void> write_revocations(StateFolder& state, FileStore& files, UtcInstant at) {
    json::Writer writer;
    writer.begin_object().key("outpost_revocations").value(1);
    writer.key("issued_at").value(format_rfc3339(at));
    writer.key("records").begin_array();
    const auto read = state.journal->revocations([&](const journal::RevocationRecord& record) {
        const bool is_superseded = !record.replacement_id.empty();
        writer.begin_object().key("certificate_id").value(record.certificate_id);
        writer.key("dose").value(record.dose);
        writer.key("kind").value(is_superseded ? "superseded" : "revoked");
        writer.key("revoked_at").value(format_rfc3339(record.at));
        if (is_superseded) writer.key("replacement_id").value(record.replacement_id);
        writer.end_object();
        return true;
    });
    OUTPOST_TRY_VOID(read);
    writer.end_array().end_object();
    const auto text = std::move(writer).take() + "\n";
    return files.write_atomically(state.path + "/revocations.json", as_bytes(text));
}

}  // namespace outpost::station
