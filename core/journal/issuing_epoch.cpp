// The right to give out ids: number blocks, and epochs that show a copied or restored folder.
#include "core/bytes/hex.h"
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <algorithm>
#include <utility>

namespace outpost::journal {

namespace {

// Far more than a kiosk sees in its life, and a file that stays within its limit.
constexpr std::size_t blocks_max = 500;
constexpr std::size_t token_bytes = 16;

std::string epoch_body(std::int64_t number) {
    json::Writer writer;
    writer.begin_object().key("epoch").value(number).end_object();
    return std::move(writer).take();
}

/// What the found epoch file knows to be used is used here too.
Result<void> take_over_blocks(Database& database, const std::vector<UsedBlock>& own,
                              const EpochFile& file) {
    std::size_t count = own.size();
    for (const auto& known : file.blocks) {
        const auto same = std::find_if(own.begin(), own.end(), [&](const UsedBlock& used) {
            return is_overlapping(used.block, known.block);
        });
        if (same == own.end() && count++ < blocks_max)
            OUTPOST_TRY_VOID(run(database,
                                 "INSERT INTO blocks (first, last, next, is_current)"
                                 " VALUES (?1, ?2, ?3, 0)",
                                 {known.block.first, known.block.last, known.next}));
    }
    return {};
}

}  // namespace

Result<Standstill> SqlJournal::begin_issuing(UtcInstant at) {
    may_issue_ = false;
    OUTPOST_TRY(const auto state, read_epoch_state(database_));
    if (state.is_stopped) return Standstill::RestoredOrCopied;
    OUTPOST_TRY(const auto blocks, read_blocks(database_));
    OUTPOST_TRY(const auto facts, look_around(place_, keyed_));
    auto reason = disagreement(state, blocks, facts);
    if (reason.empty()) {
        OUTPOST_TRY(const bool is_behind, is_counter_behind());
        if (is_behind) reason = "counter_behind";
    }
    if (!reason.empty()) {
        OUTPOST_TRY_VOID(stop_issuing(reason, facts, at));
        return Standstill::RestoredOrCopied;
    }
    EpochFile file;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY_VOID(announce_epoch(file, facts, entry));
        return Note{"epoch_announced", epoch_body(file.number)};
    }));
    OUTPOST_TRY_VOID(begin_epoch(file, at));
    return standstill_of_block();
}

// The epoch file knows the counter as it was when the epoch began; the orders know it since.
Result<bool> SqlJournal::is_counter_behind() {
    std::optional<UsedBlock> current;
    OUTPOST_TRY_VOID(query(database_, "SELECT first, last, next FROM blocks WHERE is_current = 1",
                           {}, [&](const SqlRow& row) {
                               current = {{row.integer(0), row.integer(1)}, row.integer(2)};
                               return false;
                           }));
    if (!current || current->next > current->block.last) return false;
    // Ids are the block's numbers and one more digit, all of one length: they sort as numbers do.
    const auto from = std::to_string(current->next) + "0";
    const auto to = std::to_string(current->block.last) + "9";
    OUTPOST_TRY(const auto found,
                query_integer(database_,
                              "SELECT 1 FROM orders WHERE certificate_id BETWEEN ?1 AND ?2 LIMIT 1",
                              {std::string_view(from), std::string_view(to)}));
    return found.has_value();
}

Result<Standstill> SqlJournal::standstill_of_block() {
    OUTPOST_TRY(
        const auto left,
        query_integer(database_, "SELECT last - next + 1 FROM blocks WHERE is_current = 1"));
    if (!left) return Standstill::NoBlock;
    return *left > 0 ? Standstill::None : Standstill::BlockUsedUp;
}

Result<void> SqlJournal::stop_issuing(std::string_view reason, const PlaceFacts& facts,
                                      UtcInstant at) {
    return change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY_VOID(run(database_, "UPDATE epoch SET is_stopped = 1"));
        OUTPOST_TRY(const auto blocks, read_blocks(database_));
        if (facts.file) OUTPOST_TRY_VOID(take_over_blocks(database_, blocks, *facts.file));
        json::Writer writer;
        writer.begin_object().key("reason").value(reason).end_object();
        return Note{"stopped", std::move(writer).take()};
    });
}

// The file may be written or not when the process ends after this: both files are known then.
Result<void> SqlJournal::announce_epoch(EpochFile& file, const PlaceFacts& facts,
                                        std::int64_t entry) {
    OUTPOST_TRY(const auto state, read_epoch_state(database_));
    OUTPOST_TRY(const auto head, read_head(database_));
    file.number = std::max(state.number, state.pending) + 1;
    // Of two copies that go on by themselves each has another database file, so another token.
    const auto token = keyed_.of(
        "epoch", {as_text(head.hash), std::to_string(entry), std::to_string(facts.database_inode),
                  std::to_string(facts.identity.changed_ns), as_text(facts.machine)});
    file.token = bytes::encode_hex(ByteView(token).first(token_bytes));
    OUTPOST_TRY(file.blocks, read_blocks(database_));
    return run(database_,
               "UPDATE epoch SET pending = ?1, pending_token = ?2, machine = ?3,"
               " database_inode = ?4",
               {file.number, std::string_view(file.token), ByteView(facts.machine),
                static_cast<std::int64_t>(facts.database_inode)});
}

Result<void> SqlJournal::begin_epoch(const EpochFile& file, UtcInstant at) {
    const auto path = epoch_file_path(place_);
    const auto text = write_epoch_file(file);
    OUTPOST_TRY_VOID(place_.files->write_atomically(path, as_bytes(text), true));
    OUTPOST_TRY(const auto identity, place_.folder->identity(path));
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE epoch SET number = ?1, token = ?2, inode = ?3,"
                             " changed_ns = ?4, pending = 0, pending_token = '', is_adopting = 0",
                             {file.number, std::string_view(file.token),
                              static_cast<std::int64_t>(identity.inode), identity.changed_ns}));
        return Note{"epoch_begun", epoch_body(file.number)};
    }));
    may_issue_ = true;
    return {};
}

Result<void> SqlJournal::assign_block(const NumberBlock& block, UtcInstant at) {
    if (!is_well_formed(block)) return Error{Errc::BadValue, 0, "number block"};
    OUTPOST_TRY(const auto facts, look_around(place_, keyed_));
    OUTPOST_TRY(const auto state, read_epoch_state(database_));
    // Before begin_issuing() the block is only noted: the place has not been checked yet.
    const bool begins_epoch = state.is_stopped || may_issue_;
    EpochFile file;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto blocks, read_blocks(database_));
        if (blocks.size() >= blocks_max) return Error{Errc::TooLong, blocks_max, "number blocks"};
        for (const auto& used : blocks)
            if (is_overlapping(used.block, block))
                return Error{Errc::Duplicate, 0, "the number block was used before"};
        OUTPOST_TRY_VOID(run(database_, "UPDATE blocks SET is_current = 0 WHERE is_current = 1"));
        OUTPOST_TRY_VOID(run(database_,
                             "INSERT INTO blocks (first, last, next, is_current)"
                             " VALUES (?1, ?2, ?1, 1)",
                             {block.first, block.last}));
        if (state.is_stopped)
            OUTPOST_TRY_VOID(run(database_, "UPDATE epoch SET is_stopped = 0, is_adopting = 1"));
        if (begins_epoch) OUTPOST_TRY_VOID(announce_epoch(file, facts, entry));
        json::Writer writer;
        writer.begin_object().key("first").value(block.first).key("last").value(block.last);
        writer.end_object();
        return Note{"block", std::move(writer).take()};
    }));
    block_ = block;
    if (!begins_epoch) return {};
    may_issue_ = false;
    return begin_epoch(file, at);
}

}  // namespace outpost::journal
