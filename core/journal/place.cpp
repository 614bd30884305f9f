#include "core/journal/place.h"

#include "core/journal/sql.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

#include <algorithm>
#include <utility>

namespace outpost::journal {

namespace {

constexpr std::size_t epoch_file_bytes_max = 64 * 1024;
constexpr std::string_view epoch_format = "outpost-epoch/1";

bool read_integer(const json::Value& object, std::string_view name, std::int64_t& out) {
    const auto* member = object.find(name);
    if (member == nullptr || member->kind() != json::Kind::Integer) return false;
    out = member->as_integer();
    return true;
}

std::optional<UsedBlock> parse_block(const json::Value& value) {
    UsedBlock used;
    if (!read_integer(value, "first", used.block.first) ||
        !read_integer(value, "last", used.block.last) || !read_integer(value, "next", used.next))
        return std::nullopt;
    const bool is_good = is_well_formed(used.block) && used.next >= used.block.first &&
                         used.next <= used.block.last + 1;
    return is_good ? std::optional(used) : std::nullopt;
}

/// The inode, or 0 where there is none to be had.
Result<FileIdentity> identity_or_none(const Place& place, const std::string& path) {
    auto identity = place.folder->identity(path);
    if (!identity && identity.error().code == Errc::NotFound) return FileIdentity{};
    return identity;
}

/// A number behind what the file already knew was given out before.
bool is_behind(const std::vector<UsedBlock>& blocks, const EpochFile& file) {
    return std::any_of(file.blocks.begin(), file.blocks.end(), [&](const UsedBlock& known) {
        return std::none_of(blocks.begin(), blocks.end(), [&](const UsedBlock& own) {
            return own.block == known.block && own.next >= known.next;
        });
    });
}

}  // namespace

Result<EpochState> read_epoch_state(Database& database) {
    std::optional<EpochState> state;
    OUTPOST_TRY_VOID(
        query(database,
              "SELECT number, token, inode, changed_ns, pending, pending_token,"
              " machine, database_inode, is_stopped, is_adopting FROM epoch",
              {}, [&](const SqlRow& row) {
                  EpochState read;
                  read.number = row.integer(0);
                  read.token = row.text(1);
                  read.identity = {static_cast<std::uint64_t>(row.integer(2)), row.integer(3)};
                  read.pending = row.integer(4);
                  read.pending_token = row.text(5);
                  read.machine = to_bytes(row.blob(6));
                  read.database_inode = static_cast<std::uint64_t>(row.integer(7));
                  read.is_stopped = row.integer(8) != 0;
                  read.is_adopting = row.integer(9) != 0;
                  state = std::move(read);
                  return false;
              }));
    if (!state) return Error{Errc::BadChecksum, 0, "the journal has no epoch"};
    return std::move(*state);
}

Result<std::vector<UsedBlock>> read_blocks(Database& database) {
    std::vector<UsedBlock> blocks;
    OUTPOST_TRY_VOID(query(database, "SELECT first, last, next FROM blocks ORDER BY number", {},
                           [&](const SqlRow& row) {
                               blocks.push_back({{row.integer(0), row.integer(1)}, row.integer(2)});
                               return true;
                           }));
    return blocks;
}

Result<PlaceFacts> look_around(const Place& place, const KeyedHash& keyed) {
    PlaceFacts facts;
    const auto path = epoch_file_path(place);
    const auto content = place.files->read(path, epoch_file_bytes_max);
    facts.has_file = content || content.error().code != Errc::NotFound;
    if (!content && content.error().code == Errc::Io) return content.error();
    if (content) facts.file = parse_epoch_file(as_text(*content));
    OUTPOST_TRY(facts.identity, identity_or_none(place, path));
    OUTPOST_TRY(const auto database,
                identity_or_none(place, place.state_folder + "/" + place.database_name));
    facts.database_inode = database.inode;
    if (!place.machine_id.empty())
        facts.machine = to_bytes(keyed.of("machine", {place.machine_id}));
    return facts;
}

std::string_view disagreement(const EpochState& state, const std::vector<UsedBlock>& blocks,
                              const PlaceFacts& facts) {
    if (!state.machine.empty() && state.machine != facts.machine) return "machine_differs";
    if (state.database_inode != 0 && state.database_inode != facts.database_inode)
        return "database_differs";
    if (state.is_adopting) return {};
    // A file that a new journal finds is another journal's: that one's ids are out already.
    if (!facts.has_file) return state.number == 0 ? std::string_view() : "epoch_file_missing";
    if (!facts.file) return "epoch_differs";
    const auto& file = *facts.file;
    const bool is_pending =
        state.pending != 0 && file.number == state.pending && file.token == state.pending_token;
    const bool is_begun =
        state.number != 0 && file.number == state.number && file.token == state.token;
    if (!is_pending && !is_begun) return "epoch_differs";
    // Between the file's writing and its entry in the journal its identity is not known.
    if (is_begun && !is_pending && facts.identity != state.identity) return "file_differs";
    if (is_behind(blocks, file)) return "counter_behind";
    return {};
}

std::string epoch_file_path(const Place& place) {
    return place.state_folder + "/" + std::string(epoch_file_name);
}

std::string write_epoch_file(const EpochFile& file) {
    json::Writer writer;
    writer.begin_object().key("format").value(epoch_format);
    writer.key("epoch").value(file.number).key("token").value(file.token);
    writer.key("blocks").begin_array();
    for (const auto& used : file.blocks) {
        writer.begin_object().key("first").value(used.block.first);
        writer.key("last").value(used.block.last).key("next").value(used.next).end_object();
    }
    writer.end_array().end_object();
    return std::move(writer).take() + "\n";
}

std::optional<EpochFile> parse_epoch_file(std::string_view text) {
    const auto document = json::read(text);
    if (!document) return std::nullopt;
    const auto& root = document->root();
    EpochFile file;
    if (root.text_of("format") != epoch_format || !read_integer(root, "epoch", file.number))
        return std::nullopt;
    file.token = root.text_of("token");
    const auto* blocks = root.find("blocks");
    if (file.number < 1 || file.token.empty() || blocks == nullptr || !blocks->is_array())
        return std::nullopt;
    for (const auto& value : blocks->items()) {
        const auto used = parse_block(value);
        if (!used) return std::nullopt;
        file.blocks.push_back(*used);
    }
    return file;
}

}  // namespace outpost::journal
