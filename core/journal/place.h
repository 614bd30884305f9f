// How a journal knows its own folder from a copy of it: the epoch file and what is known of it.
#pragma once

#include "core/journal/journal.h"
#include "core/journal/keyed_hash.h"
#include "core/ports/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::journal {

/// A block that was given to the journal, and its next free number.
struct UsedBlock {
    NumberBlock block;
    std::int64_t next = 0;
};

/// The epoch file: written at the beginning of each epoch and never touched in between.
struct EpochFile {
    std::int64_t number = 0;
    std::string token;              // hexadecimal
    std::vector<UsedBlock> blocks;  // every one ever used, so that a new journal can not use them
};

/// What the journal knows of its place.
struct EpochState {
    std::int64_t number = 0;  // 0: no epoch yet
    std::string token;
    FileIdentity identity;     // of the epoch file
    std::int64_t pending = 0;  // an epoch that was announced; its file may be written or not
    std::string pending_token;
    Bytes machine;  // keyed hash; empty: not known
    std::uint64_t database_inode = 0;
    bool is_stopped = false;
    bool is_adopting =
        false;  // a new block ended a standstill: whatever file is there is taken over
};

/// What is found there now.
struct PlaceFacts {
    bool has_file = false;
    std::optional<EpochFile> file;  // nothing when it can not be read as one
    FileIdentity identity;
    Bytes machine;
    std::uint64_t database_inode = 0;
};

Result<EpochState> read_epoch_state(Database& database);
Result<std::vector<UsedBlock>> read_blocks(Database& database);

/// @error Io
Result<PlaceFacts> look_around(const Place& place, const KeyedHash& keyed);

/// The first disagreement between journal and place, as a code: "epoch_file_missing",
/// "epoch_differs", "file_differs", "machine_differs", "database_differs", "counter_behind"; empty
/// when they agree.
std::string_view disagreement(const EpochState& state, const std::vector<UsedBlock>& blocks,
                              const PlaceFacts& facts);

std::string epoch_file_path(const Place& place);
std::string write_epoch_file(const EpochFile& file);
std::optional<EpochFile> parse_epoch_file(std::string_view text);

}  // namespace outpost::journal
