// Numbers to bytes, lowest byte first; the way back is bytes::ByteReader.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

namespace outpost {

/// Puts numbers one behind the other into a buffer; a number that does not fit is left out and
/// remembered.
class NumberWriter {
  public:
    explicit NumberWriter(std::span<std::uint8_t> out) : out_(out) {}

    void u8(std::uint8_t value) { put(value, 1); }
    void u32(std::uint32_t value) { put(value, 4); }
    void u64(std::uint64_t value) { put(value, 8); }
    void i32(std::int32_t value) { put(static_cast<std::uint32_t>(value), 4); }
    void i64(std::int64_t value) { put(static_cast<std::uint64_t>(value), 8); }
    void f64(double value) { put(std::bit_cast<std::uint64_t>(value), 8); }
    void block(std::span<const std::uint8_t> bytes) {
        if (!reserve(bytes.size())) return;
        std::copy(bytes.begin(), bytes.end(), out_.subspan(used_).begin());
        used_ += bytes.size();
    }

    [[nodiscard]] std::size_t used() const { return used_; }
    [[nodiscard]] bool fits() const { return fits_; }

  private:
    bool reserve(std::size_t count) {
        fits_ = fits_ && count <= out_.size() - used_;
        return fits_;
    }
    void put(std::uint64_t value, std::size_t count) {
        if (!reserve(count)) return;
        for (std::size_t k = 0; k < count; ++k)
            out_[used_++] = static_cast<std::uint8_t>(value >> (8 * k) & 0xff);
    }

    std::span<std::uint8_t> out_;
    std::size_t used_ = 0;
    bool fits_ = true;
};

}  // namespace outpost
