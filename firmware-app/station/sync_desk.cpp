#include "firmware-app/station/sync_desk.h"

#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/export_content.h"
#include "core/sync/export_mark.h"
#include "core/sync/sealed_export.h"
#include "core/tally/tally.h"

#include <algorithm>
#include <set>
#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t kiosk_key_bytes = 32;
constexpr std::size_t hours_file_bytes_max = 1024;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::size_t sealed_at_once = 200;

std::string sync_folder_of(const std::string& state) {
    return state + "/sync";
}

Result<crypto::SigningKey> read_kiosk_key(const std::string& path, FileStore& files) {
    OUTPOST_TRY(auto seed, files.read(path, kiosk_key_bytes));
    auto key = crypto::SigningKey::from_ed25519_seed(seed);
    crypto::wipe(seed);
    return key;
}

/// The key is made once: with another one the hub would take the kiosk for a new one.
Result<crypto::SigningKey> kiosk_key(const std::string& state, const StatePorts& ports) {
    const auto path = sync_folder_of(state) + "/kiosk.key";
    auto known = read_kiosk_key(path, ports.files);
    if (known || known.error().code != Errc::NotFound) return known;
    auto key = crypto::SigningKey::generate_ed25519(ports.random);
    OUTPOST_TRY_VOID(ports.files.write_atomically(path, key.private_form().view(), true));
    return key;
}

Result<std::int64_t> read_hours(const std::string& state, FileStore& files) {
    OUTPOST_TRY(const auto text,
                files.read(sync_folder_of(state) + "/settings.json", hours_file_bytes_max));
    OUTPOST_TRY(const auto document, json::read(as_text(text), {hours_file_bytes_max, 2, 8}));
    OUTPOST_TRY(const auto hours, sync::read_integer(document.root(), "reprint_hours"));
    if (hours < 0 || hours > reprint_hours_max) return Error{Errc::BadValue, 0, "reprint hours"};
    return hours;
}

UtcInstant reprints_end(const Enrolment& enrolment, UtcInstant at) {
    return {at.since_epoch_ms - enrolment.reprint_hours * hour_ms};
}

std::string health_of(journal::Journal& journal, UtcInstant at) {
    const auto counts = journal.counts();
    if (!counts) return {};
    json::Writer out;
    out.begin_object().key("at").value(format_rfc3339(at));
    write_counts(out, *counts);
    out.end_object();
    return std::move(out).take();
}

/// A stick or a folder.
class MediumTarget final : public ExportTarget {
  public:
    MediumTarget(const std::string& medium, const Enrolment& enrolment, const StatePorts& ports)
        : folder_(exports_folder_of(medium, enrolment.kiosk.id())),
          enrolment_(enrolment),
          ports_(ports) {}

    Result<void> begin(const std::vector<journal::ExportRange>& all) override {
        OUTPOST_TRY_VOID(ports_.folders.make_folder(folder_));
        // Files of ours whose exports have their receipts only take room: the medium may be full.
        for (const auto& range : all) {
            if (!range.receipt_at) continue;
            const auto path = path_of(range.mark);
            if (ports_.folders.identity(path)) (void)ports_.folders.remove(path);
        }
        return {};
    }

    bool has(const journal::ExportMark& mark) override {
        const auto file = ports_.files.read(path_of(mark), sync::export_file_bytes_max);
        if (!file) return false;
        const auto header = sync::check_export(*file, enrolment_.kiosk);
        return header && header->hub == enrolment_.hub.id() && header->mark == mark;
    }

    Result<void> put(const journal::ExportMark& mark, ByteView file) override {
        OUTPOST_TRY_VOID(ports_.files.write_atomically(path_of(mark), file));
        // A worn stick takes everything and keeps something else.
        if (!has(mark)) return Error{Errc::Io, 0, "the medium does not keep what is written"};
        return {};
    }

  private:
    [[nodiscard]] std::string path_of(const journal::ExportMark& mark) const {
        return folder_ + "/" + sync::export_file_name(mark.number);
    }

    std::string folder_;
    const Enrolment& enrolment_;
    const StatePorts& ports_;
};

/// What every export of one run has in common.
struct Writing {
    StateFolder& state;
    const Enrolment& enrolment;
    std::int64_t settled = 0;
    sync::ExportReport report;
    UtcInstant at;
};

sync::ExportReport report_of(const StateFolder& state, const StatePorts& ports, UtcInstant at) {
    const auto tally = ports.files.read(state.path + "/" + std::string(tally::tally_file_name),
                                        tally::tally_file_bytes_max);
    return {tally ? std::string(as_text(*tally)) : std::string(), health_of(*state.journal, at)};
}

Result<Bytes> export_file(const Writing& run, const journal::ExportRange& range, Random& random) {
    OUTPOST_TRY(const auto content,
                sync::write_export_content(*run.state.journal, range, run.report,
                                           run.enrolment.hub.seal, random));
    const sync::ExportHeader header{run.enrolment.kiosk.id(),
                                    run.enrolment.hub.id(),
                                    range.mark,
                                    range.previous,
                                    run.settled,
                                    run.at};
    return sync::seal_export(header, as_bytes(content), run.enrolment.hub, run.enrolment.key,
                             random);
}

/// Up to which number every export has its receipt. The list is by number, from 1 without gaps.
std::int64_t settled_of(const std::vector<journal::ExportRange>& all) {
    const auto open =
        std::find_if(all.begin(), all.end(), [](const auto& range) { return !range.receipt_at; });
    return open == all.end() ? static_cast<std::int64_t>(all.size()) : open->mark.number - 1;
}

Result<void> remove_if_there(const std::string& path, FolderStore& folders) {
    const auto removed = folders.remove(path);
    if (!removed && removed.error().code != Errc::NotFound) return removed;
    return {};
}

Result<void> remove_pages_of(const std::string& state, const std::string& certificate_id,
                             const std::vector<std::string>& spool, FolderStore& folders) {
    const auto stem = state + "/issued/" + certificate_id;
    for (const char* end : {".json", ".png", ".pdf"})
        OUTPOST_TRY_VOID(remove_if_there(stem + end, folders));
    for (const auto& name : spool) {
        if (!name.starts_with(certificate_id + "-")) continue;
        OUTPOST_TRY_VOID(remove_if_there(state + "/spool/" + name, folders));
    }
    return {};
}

/// A path in the folder that nothing stands at: two request files of one name are two files.
Result<std::string> free_path(const std::string& folder, const std::string& name,
                              FolderStore& folders) {
    constexpr int tried_max = 10'000;
    for (int number = 0; number < tried_max; ++number) {
        auto path = folder + "/" + (number == 0 ? "" : std::to_string(number) + "-") + name;
        const auto there = folders.identity(path);
        if (there) continue;
        if (there.error().code == Errc::NotFound) return path;
        return there.error();
    }
    return Error{Errc::TooLong, tried_max, "too many files of one name"};
}

Result<void> seal_request(const std::string& state, const std::string& name,
                          const Enrolment& enrolment, const StatePorts& ports) {
    const auto from = state + "/queue/done/" + name;
    OUTPOST_TRY(const auto content, ports.files.read(from, crypto::box_message_bytes_max));
    OUTPOST_TRY(const auto sealed,
                crypto::seal_long_to(enrolment.hub.seal, content, as_bytes(done_request_purpose),
                                     ports.random));
    OUTPOST_TRY(const auto to, free_path(sealed_requests_of(state), name, ports.folders));
    OUTPOST_TRY_VOID(ports.files.write_atomically(to, sealed, true));
    return remove_if_there(from, ports.folders);
}

}  // namespace

std::string exports_folder_of(const std::string& medium, std::string_view kiosk_id) {
    return medium + "/outpost/exports/" + std::string(kiosk_id);
}

std::string sealed_requests_of(const std::string& state) {
    return state + "/queue/sealed";
}

std::string receipts_folder_of(const std::string& medium) {
    return medium + "/outpost/receipts";
}

Result<std::optional<Enrolment>> read_enrolment(const std::string& state, FileStore& files) {
    const auto folder = sync_folder_of(state);
    const auto hub_text = files.read(folder + "/hub.json", sync::party_file_bytes_max);
    if (!hub_text && hub_text.error().code == Errc::NotFound) return std::optional<Enrolment>();
    if (!hub_text) return hub_text.error();
    OUTPOST_TRY(auto hub, sync::read_hub_public(as_text(*hub_text)));
    OUTPOST_TRY(const auto kiosk_text,
                files.read(folder + "/kiosk.json", sync::party_file_bytes_max));
    OUTPOST_TRY(auto kiosk, sync::read_kiosk_public(as_text(kiosk_text)));
    OUTPOST_TRY(auto key, read_kiosk_key(folder + "/kiosk.key", files));
    if (!(key.public_key() == kiosk.key))
        return Error{Errc::BadKey, 0, "the kiosk's key and its public half"};
    OUTPOST_TRY(const auto hours, read_hours(state, files));
    return std::optional<Enrolment>(
        Enrolment{std::move(hub), std::move(kiosk), std::move(key), hours});
}

Result<Enrolment> enrol(const StateFolder& state, const EnrolRequest& request,
                        const StatePorts& ports) {
    if (!sync::is_party_name(request.name)) return Error{Errc::BadValue, 0, "name of the kiosk"};
    if (request.reprint_hours < 0 || request.reprint_hours > reprint_hours_max)
        return Error{Errc::BadValue, 0, "reprint hours"};
    OUTPOST_TRY(const auto known, read_enrolment(state.path, ports.files));
    if (known && known->hub.id() != request.hub.id())
        return Error{Errc::Duplicate, 0, "the kiosk has another hub"};
    const auto folder = sync_folder_of(state.path);
    OUTPOST_TRY_VOID(ports.folders.make_folder(folder));
    OUTPOST_TRY(auto key, kiosk_key(state.path, ports));
    sync::KioskPublic kiosk{request.name, key.public_key()};
    json::Writer settings;
    settings.begin_object().key("reprint_hours").value(request.reprint_hours).end_object();
    const auto text = std::move(settings).take() + "\n";
    OUTPOST_TRY_VOID(ports.files.write_atomically(folder + "/settings.json", as_bytes(text)));
    OUTPOST_TRY_VOID(ports.files.write_atomically(folder + "/kiosk.json",
                                                  as_bytes(sync::write_kiosk_public(kiosk))));
    // Last: with it the kiosk has a hub.
    OUTPOST_TRY_VOID(ports.files.write_atomically(folder + "/hub.json",
                                                  as_bytes(sync::write_hub_public(request.hub))));
    return Enrolment{request.hub, std::move(kiosk), std::move(key), request.reprint_hours};
}

Result<ExportRun> give_exports(StateFolder& state, const Enrolment& enrolment, ExportTarget& target,
                               const StatePorts& ports, UtcInstant at) {
    while (true) {
        OUTPOST_TRY(const auto made, state.journal->begin_export(at));
        if (!made) break;
    }
    OUTPOST_TRY(const auto all, state.journal->exports(false));
    const Writing run{state, enrolment, settled_of(all), report_of(state, ports, at), at};
    OUTPOST_TRY_VOID(target.begin(all));
    ExportRun done;
    for (const auto& range : all) {
        if (range.receipt_at) continue;
        ++done.open;
        const auto number = range.mark.number;
        if (target.has(range.mark)) {
            done.present.push_back(number);
            continue;
        }
        OUTPOST_TRY(const auto file, export_file(run, range, ports.random));
        OUTPOST_TRY_VOID(target.put(range.mark, file));
        done.written.push_back(number);
    }
    return done;
}

Result<ExportRun> write_exports(StateFolder& state, const Enrolment& enrolment,
                                const std::string& medium, const StatePorts& ports, UtcInstant at) {
    MediumTarget target(medium, enrolment, ports);
    return give_exports(state, enrolment, target, ports, at);
}

namespace {

Result<ReceiptRun> take_marks(journal::Journal& journal,
                              const std::vector<journal::ExportMark>& marks, UtcInstant at) {
    ReceiptRun run;
    std::set<std::int64_t> ours;
    for (const auto& mark : marks) {
        const auto taken = journal.record_receipt(mark, at);
        if (taken) {
            ++(*taken ? run.received : run.known);
            ours.insert(mark.number);
            continue;
        }
        if (taken.error().code != Errc::NotFound && taken.error().code != Errc::BadChecksum)
            return taken.error();
        run.refused.emplace_back(mark.number, taken.error());
    }
    // Of a kiosk whose chain has two ends the hub names both; one of them is ours.
    std::erase_if(run.refused, [&](const auto& each) { return ours.contains(each.first); });
    return run;
}

}  // namespace

Result<ReceiptRun> take_receipt(StateFolder& state, const Enrolment& enrolment,
                                std::string_view text, const StatePorts& ports, UtcInstant at) {
    OUTPOST_TRY(const auto receipt, sync::read_receipt(text, enrolment.hub));
    if (receipt.kiosk != enrolment.kiosk.id())
        return Error{Errc::BadValue, 0, "a receipt for another kiosk"};
    OUTPOST_TRY(auto run, take_marks(*state.journal, receipt.exports, at));
    // Before the journal forgets whose files these are.
    OUTPOST_TRY_VOID(seal_certificates(state, enrolment, ports, at));
    OUTPOST_TRY(run.purged, state.journal->purge(reprints_end(enrolment, at), at));
    if (const auto sealed = seal_requests(state, enrolment, ports, at); !sealed)
        run.unsealed = sealed.error();
    return run;
}

Result<std::int64_t> seal_certificates(StateFolder& state, const Enrolment& enrolment,
                                       const StatePorts& ports, UtcInstant at) {
    const auto before = reprints_end(enrolment, at);
    std::int64_t count = 0;
    while (true) {
        OUTPOST_TRY(const auto numbers, state.journal->to_seal(before, sealed_at_once));
        if (numbers.empty()) break;
        const auto spool = ports.files.list(state.path + "/spool");
        std::vector<journal::SealedPayload> sealed;
        for (const auto number : numbers) {
            OUTPOST_TRY(const auto payload, state.journal->payload(number));
            // Before the journal's word, so that a power cut in between leaves no file behind.
            OUTPOST_TRY_VOID(remove_pages_of(state.path, payload.certificate_id,
                                             spool ? *spool : std::vector<std::string>(),
                                             ports.folders));
            OUTPOST_TRY(auto box,
                        sync::seal_certificate({payload.certificate_id, payload.kind,
                                                payload.request_json, payload.credential_json},
                                               enrolment.hub.seal, ports.random));
            sealed.push_back({number, std::move(box)});
        }
        OUTPOST_TRY_VOID(state.journal->record_sealed(sealed, at));
        count += static_cast<std::int64_t>(sealed.size());
    }
    return count;
}

Result<void> seal_requests(StateFolder& state, const Enrolment& enrolment, const StatePorts& ports,
                           UtcInstant at) {
    const auto before = reprints_end(enrolment, at);
    const auto folder = state.path + "/queue/done";
    const auto names = ports.files.list(folder);
    if (!names) return names.error().code == Errc::NotFound ? Result<void>{} : names.error();
    OUTPOST_TRY_VOID(ports.folders.make_folder(sealed_requests_of(state.path)));
    Result<void> outcome;
    for (const auto& name : *names) {
        const auto identity = ports.folders.identity(folder + "/" + name);
        if (!identity || identity->changed_ns / 1'000'000 >= before.since_epoch_ms) continue;
        const auto sealed = seal_request(state.path, name, enrolment, ports);
        if (!sealed && outcome) outcome = sealed;  // one that fails keeps no other in clear
    }
    return outcome;
}

Result<std::int64_t> seal_finished(StateFolder& state, const Enrolment& enrolment,
                                   const StatePorts& ports, UtcInstant at) {
    OUTPOST_TRY(const auto count, seal_certificates(state, enrolment, ports, at));
    OUTPOST_TRY_VOID(seal_requests(state, enrolment, ports, at));
    return count;
}

}  // namespace outpost::station
