// Folds the many sightings of one symbol into one.
#pragma once

#include "core/base/bytes.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::runtime {

/// A symbol counts as new when its payload has been out of view for the whole of `out_of_view`, and
/// in each file anew. Holds the payloads that are in view, at most payloads_max; the one not seen
/// for longest makes room.
class RepeatFilter {
  public:
    static constexpr std::size_t payloads_max = 32;

    /// @param out_of_view  zero: nothing is folded
    explicit RepeatFilter(std::chrono::milliseconds out_of_view)
        : out_of_view_ms_(out_of_view.count()) {}

    /// Notes the sighting. True when it is new.
    /// @param source  the file that shows it; empty for a device
    bool is_new(ByteView payload, std::string_view source, std::int64_t seen_at_ms);
    /// The next sighting is new again: this one could not be reported.
    void forget(ByteView payload, std::string_view source);

  private:
    struct InView {
        Bytes payload;
        std::string source;
        std::int64_t seen_at_ms = 0;
    };

    static bool is_same(const InView& known, ByteView payload, std::string_view source);

    std::mutex mutex_;
    std::int64_t out_of_view_ms_;
    std::vector<InView> in_view_;
};

}  // namespace outpost::runtime
