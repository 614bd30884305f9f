// ByteReader: a cursor over bytes that never leaves them.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>

namespace outpost::bytes {

/// Takes values from the front of a buffer that must outlive it. A read that does not fit answers
/// Errc::Truncated with the offset where it began, and takes nothing.
class ByteReader {
  public:
    explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

    [[nodiscard]] std::size_t offset() const { return offset_; }
    [[nodiscard]] std::size_t remaining() const { return bytes_.size() - offset_; }
    [[nodiscard]] bool is_at_end() const { return remaining() == 0; }

    /// The next `count` bytes, borrowed from the buffer.
    Result<ByteView> take(std::size_t count) {
        if (count > remaining()) return Error{Errc::Truncated, offset_, "bytes"};
        const auto taken = bytes_.subspan(offset_, count);
        offset_ += count;
        return taken;
    }

    Result<void> skip(std::size_t count) {
        OUTPOST_TRY([[maybe_unused]] const auto skipped, take(count));
        return {};
    }

    Result<std::uint8_t> u8() { return little_endian<std::uint8_t>(); }
    Result<std::uint16_t> u16_le() { return little_endian<std::uint16_t>(); }
    Result<std::uint32_t> u32_le() { return little_endian<std::uint32_t>(); }
    Result<std::uint64_t> u64_le() { return little_endian<std::uint64_t>(); }
    Result<std::uint16_t> u16_be() { return big_endian<std::uint16_t>(); }
    Result<std::uint32_t> u32_be() { return big_endian<std::uint32_t>(); }
    Result<std::uint64_t> u64_be() { return big_endian<std::uint64_t>(); }

  private:
    template <typename Unsigned>
    Result<Unsigned> little_endian() {
        OUTPOST_TRY(const auto taken, take(sizeof(Unsigned)));
        std::uint64_t value = 0;
        for (std::size_t i = taken.size(); i > 0; --i) value = value << 8U | taken[i - 1];
        return static_cast<Unsigned>(value);
    }

    template <typename Unsigned>
    Result<Unsigned> big_endian() {
        OUTPOST_TRY(const auto taken, take(sizeof(Unsigned)));
        std::uint64_t value = 0;
        for (const auto byte : taken) value = value << 8U | byte;
        return static_cast<Unsigned>(value);
    }

    ByteView bytes_;
    std::size_t offset_ = 0;
};

}  // namespace outpost::bytes
