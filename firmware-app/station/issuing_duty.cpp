#include "firmware-app/station/issuing_duty.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/context_folder.h"
#include "firmware-app/station/issue_report.h"
#include "firmware-app/station/signing_key.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <map>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace outpost::station {

namespace {

constexpr std::int64_t items_between_progress = 100;
/// Kiosks without a number draw one from here; numbers below are for those that have one.
constexpr std::int64_t unnumbered_first = 6000;
constexpr std::int64_t unnumbered_count = 3000;
constexpr std::size_t id_digits = 11;
/// While it runs, the clock may be set back by so much, as time services do.
constexpr std::int64_t clock_step_ms_max = 10'000;

std::int64_t drawn_kiosk(Random& random) {
    std::array<std::uint8_t, 4> bytes{};
    random.fill(bytes);
    std::int64_t number = 0;
    for (const auto byte : bytes) number = number * 256 + byte;
    return unnumbered_first + number % unnumbered_count;
}

}  // namespace

std::optional<journal::NumberBlock> parse_block(std::string_view text) {
    const auto dash = text.find('-');
    if (dash != id_digits || text.size() != 2 * id_digits + 1) return std::nullopt;
    journal::NumberBlock block;
    const auto first = std::from_chars(text.data(), text.data() + dash, block.first);
    const auto last =
        std::from_chars(text.data() + dash + 1, text.data() + text.size(), block.last);
    const bool is_read = first.ec == std::errc() && first.ptr == text.data() + dash &&
                         last.ec == std::errc() && last.ptr == text.data() + text.size();
    if (!is_read || block.first > block.last || text.front() == '0') return std::nullopt;
    return block;
}

std::unique_ptr<IssuingDuty> IssuingDuty::open(const IssuerArguments& arguments, bool needs_key,
                                               const IssuePorts& ports, const Console& console,
                                               int& exit) {
    exit = exit_code::usage;
    std::unique_ptr<IssuingDuty> duty(new IssuingDuty(ports, console));
    duty->json_ = arguments.json;
    if (!read_instant(arguments.at, "--at", duty->at_, console)) return nullptr;
    if (!duty->open_profile(arguments, exit)) return nullptr;
    if (needs_key && !duty->open_key(arguments, exit)) return nullptr;
    if (!duty->open_run(arguments, exit)) return nullptr;
    return duty;
}

bool IssuingDuty::open_profile(const IssuerArguments& arguments, int& exit) {
    exit = exit_code::usage;
    profile_ = load_profile(arguments.profile, ports_.state.files, console_);
    if (!profile_) return false;
    layout_ = choose_layout(*profile_, arguments.layout, console_);
    return layout_ != nullptr;
}

bool IssuingDuty::open_key(const IssuerArguments& arguments, int& exit) {
    exit = exit_code::usage;
    key_file_ = read_key_file(arguments.key, ports_.state.files, console_);
    if (!key_file_) return false;
    const KeyPorts key_ports{ports_.state.files,
                             [this] { return ports_.ask_passphrase("Passphrase: "); }};
    key_ = unlock_key(*key_file_, {arguments.key, arguments.passphrase_file}, key_ports, console_);
    if (!key_) return false;
    const std::array folders{arguments.profile + "/contexts"};
    auto contexts =
        contexts_with_folders(ports_.state.files, folders, ShippedUrls::Fixed, console_);
    if (contexts == nullptr) return false;
    auto signer = issuing::CertificateSigner::make(*profile_, *key_, *key_file_, contexts);
    if (!signer) {
        console_.message("cannot sign with " + printable(arguments.key) + ": " +
                         words_for(signer.error()));
        return false;
    }
    signer_.emplace(std::move(signer).value());
    return true;
}

bool IssuingDuty::open_run(const IssuerArguments& arguments, int& exit) {
    exit = exit_code::environment;
    const auto use = key_ ? StateUse::Make : StateUse::Existing;
    state_ = open_state(arguments.state, use, ports_.state, console_);
    if (!state_) return false;
    clock_ = ports_.trusted_clock;
    if (clock_ == nullptr)
        clock_ = &own_clock_.emplace(ports_.state.clock, ports_.state.files, state_->path);
    auto options = run_options(arguments, *layout_, *state_, at_);
    options.print_wait_ms = ports_.print_wait_ms;
    if (const auto made = ports_.state.folders.make_folder(options.out); !made) {
        console_.message("cannot make the folder " + printable(options.out) + ": " +
                         words_for(made.error()));
        return false;
    }
    auto printer = ports_.open_printer(options.printer, state_->path);
    if (!printer) {
        console_.message("cannot use the printer " + printable(options.printer) + ": " +
                         words_for(printer.error()));
        return false;
    }
    printer_ = std::move(printer).value();
    // Printing again signs nothing; the desk then only stands for its journal.
    if (signer_) desk_.emplace(*profile_, *signer_, *state_->journal, limit_of(*layout_));
    pages_ = make_workers(*profile_, *layout_, ports_, key_ ? ports_.workers : 1);
    run_.emplace(
        runtime::IssueRunPorts{desk_ ? &*desk_ : nullptr, *state_->journal, ports_.state.files,
                               *clock_, *pages_, printer_.get(), ports_.wait_ms, ports_.told_print},
        std::move(options), [this](const runtime::FinishedItem& item) { report(item); });
    return true;
}

void IssuingDuty::tell_early(UtcInstant shown, UtcInstant floor) const {
    console_.message(
        "the clock shows " + format_rfc3339(shown) + ", earlier than " + format_rfc3339(floor) +
        (floor == ports_.state.built_at               ? ", when this program was built"
         : floor == state_->journal->newest_instant() ? ", the newest instant in the journal"
                                                      : ", when its newest trust data was signed") +
        ": nothing is signed until it is set");
}

bool IssuingDuty::is_clock_good(std::int64_t tolerance_ms) {
    auto& journal = *state_->journal;
    const auto floor = std::max(ports_.state.built_at, journal.newest_instant());
    if (at_) {
        journal.note_clock("given");
        if (at_->since_epoch_ms + tolerance_ms >= floor.since_epoch_ms) return true;
        return tell_early(*at_, floor), false;
    }
    clock_->raise_floor(floor);
    const auto standing = clock_->standing();
    journal.note_clock(timekeeping::voucher_name(standing.voucher));
    if (const auto kept = clock_->keep(); !kept) return tell_failure(kept.error()), false;
    if (standing.trust == ClockTrust::Trusted) return true;
    if (standing.trust == ClockTrust::Wrong)
        return tell_early(clock_->facts().wall, clock_->floor()), false;
    console_.message(
        "nobody vouches for the time that the clock shows, " + format_rfc3339(standing.now) + " (" +
        std::string(timekeeping::doubt_name(standing.doubt)) +
        "): nothing is signed until \"outpost clock confirm\" or \"outpost clock set\"");
    return false;
}

bool IssuingDuty::give_block(const BlockChoice& choice) {
    auto& journal = *state_->journal;
    std::optional<journal::NumberBlock> wanted;
    if (!choice.block.empty()) {
        wanted = parse_block(choice.block);
        if (!wanted) {
            console_.message(block_words);
            return false;
        }
    } else if (choice.kiosk) {
        const auto block = journal::block_of_kiosk(*choice.kiosk);
        if (!block) {
            console_.message("--kiosk is a number from 0 to 8999");
            return false;
        }
        wanted = *block;
    }
    auto standstill = journal.begin_issuing(now());
    if (!standstill) return tell_failure(standstill.error()), false;
    const auto current = journal.block();
    const bool is_other =
        wanted && (!current || current->first != wanted->first || current->last != wanted->last);
    if (!wanted && *standstill == journal::Standstill::NoBlock) {
        const auto number = drawn_kiosk(ports_.state.random);
        console_.message("no --kiosk number was given: " + std::to_string(number) +
                         " was drawn. Give each kiosk its own: two of the same would give out the "
                         "same certificate ids");
        wanted = journal::block_of_kiosk(number).value();
    } else if (*standstill == journal::Standstill::None && !is_other) {
        return true;
    } else if (*standstill == journal::Standstill::RestoredOrCopied && !wanted) {
        console_.message(
            "this state folder was copied or restored from a copy, or its counter was set back: "
            "ids "
            "could be given out twice. "
            "Give it a new number with --kiosk or --block (one that no kiosk has used)");
        return false;
    } else if (*standstill == journal::Standstill::BlockUsedUp && !wanted) {
        console_.message(
            "the block of certificate ids is used up: give a new one with --kiosk or --block");
        return false;
    }
    const auto given = journal.assign_block(*wanted, now());
    if (given) return true;
    if (given.error().code == Errc::Duplicate)
        console_.message(
            "this block of certificate ids was used before: give another one with --kiosk or "
            "--block");
    else
        tell_failure(given.error());
    return false;
}

bool IssuingDuty::begin_issuing(const BlockChoice& choice) {
    if (!is_clock_good(0) || !give_block(choice)) return false;
    const auto taken_up = run_->recover();
    if (!taken_up) return tell_failure(taken_up.error()), false;
    if (*taken_up > 0)
        console_.message("took up " + std::to_string(*taken_up) +
                         " unfinished certificates of an earlier run");
    return true;
}

bool IssuingDuty::take_all(ByteSource& source, const std::string& name, const std::string& kind) {
    auto reader = intake::open_items(source, profile_->csv_columns());
    if (!reader) return tell_failure(reader.error()), false;
    issuing::ItemOrigin origin;
    origin.kind = profile_->kind(kind);
    origin.request_name = name;
    std::map<std::string, std::string> updated;
    origin.updated = &updated;
    origin.column_of = [&](std::string_view pointer) { return (*reader)->column_of(pointer); };
    if (origin.kind == nullptr) {
        console_.message("the profile has no requests of kind " + kind);
        has_refused_ = true;
        return true;
    }
    origin.is_update = origin.kind->is_update();
    intake::Item item;
    item.index = -1;
    while (!ports_.interrupted) {
        const auto more = (*reader)->next(item);
        if (!more) return tell_failure(more.error()), false;
        if (!*more) break;
        if (!is_clock_good(clock_step_ms_max)) return false;
        if (const auto taken = run_->take(item, origin); !taken)
            return tell_failure(taken.error()), false;
        show_progress(item.index + 1, (*reader)->bytes_read(), source.size_bytes());
    }
    if (item.index < 0 && !ports_.interrupted)
        console_.message(printable(name) + " holds no requests: was it cut off?");
    return true;
}

bool IssuingDuty::finish() {
    if (const auto done = run_->finish(); !done) return tell_failure(done.error()), false;
    if (!has_withdrawn_) return true;
    has_withdrawn_ = false;
    const auto written = write_revocations(*state_, ports_.state.files, now());
    if (!written) return tell_failure(written.error()), false;
    return true;
}

void IssuingDuty::tell_failure(const Error& error) const {
    console_.message("stopped: " + words_for(error) +
                     "; nothing is lost, run the same again when it is mended");
}

void IssuingDuty::report(const runtime::FinishedItem& item) {
    using issuing::ItemStatus;
    if (item.result.status != ItemStatus::Issued && item.result.status != ItemStatus::Duplicate)
        has_refused_ = true;
    if (!item.result.order.supersedes.empty()) has_withdrawn_ = true;
    if (ports_.told_item) return ports_.told_item(item);
    console_.result(json_ ? item_as_json(item) : item_as_text(item));
    if (const auto note = page_note_text(item); !note.empty()) console_.message(note);
}

void IssuingDuty::show_progress(std::int64_t items, std::uint64_t bytes,
                                std::uint64_t of_bytes) const {
    if (items % items_between_progress != 0 || ::isatty(::fileno(console_.err)) == 0) return;
    const auto percent = of_bytes == 0 ? 0 : bytes * 100 / of_bytes;
    std::fprintf(console_.err, "\r%lld items, %llu %%", static_cast<long long>(items),
                 static_cast<unsigned long long>(percent));
    std::fflush(console_.err);
}

}  // namespace outpost::station
