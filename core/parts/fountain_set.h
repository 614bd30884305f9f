// The parts of one message of a fountain code, solved while they come in.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/parts/fragment_chooser.h"
#include "core/parts/numbered_set.h"
#include "core/parts/ur_part.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::parts {

/// What two parts of one message have in common.
struct FountainKey {
    std::uint32_t count = 0;
    std::uint32_t message_bytes = 0;
    std::uint32_t checksum = 0;
    std::size_t fragment_bytes = 0;
    bool operator==(const FountainKey&) const = default;
};

FountainKey key_of(const UrPart& part);

/// Holds at most `count` equations over GF(2), each solved for one fragment and free of the
/// fragments that others are solved for (Gauss and Jordan). So any `count` independent parts are
/// enough, memory is at most the message and count * count bits, and one part costs at most
/// 2 * count XORs of a fragment.
class FountainSet {
  public:
    /// @param key  count at least 1
    explicit FountainSet(const FountainKey& key);

    [[nodiscard]] const FountainKey& key() const { return key_; }

    /// @param part  has the key of this set, and a number from 1
    Absorbed absorb(const UrPart& part);

    /// Independent parts so far, up to key().count.
    [[nodiscard]] std::size_t have() const { return have_; }
    [[nodiscard]] bool is_full() const { return have_ == key_.count; }

    /// The message of a full set.
    /// @error BadChecksum  a part was none of this message
    [[nodiscard]] Result<Bytes> message() const;

    /// Forgets all parts.
    void restart();

    /// After this the set is done: it holds no parts any more and stays full.
    void give_out();
    [[nodiscard]] bool is_given_out() const { return is_given_out_; }

  private:
    struct Row {
        std::vector<std::uint64_t> mask;  // the fragments whose XOR `data` is
        Bytes data;                       // empty: no row
    };

    [[nodiscard]] Row row_of(const UrPart& part) const;
    static void add(Row& row, const Row& other);

    FountainKey key_;
    FragmentChooser chooser_;
    std::vector<Row> rows_;  // at i the row that is solved for fragment i
    std::size_t have_ = 0;
    bool is_given_out_ = false;
};

}  // namespace outpost::parts
