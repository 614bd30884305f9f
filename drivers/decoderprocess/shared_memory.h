// Memory that two processes see, of a size that neither can change.
#pragma once

#include "core/base/result.h"
#include "drivers/decoderprocess/descriptor.h"

#include <cstdint>
#include <span>
#include <utility>

namespace outpost {

/// A mapping that goes with its owner.
class MappedMemory {
  public:
    MappedMemory() = default;
    explicit MappedMemory(std::span<std::uint8_t> bytes) : bytes_(bytes) {}
    ~MappedMemory();
    MappedMemory(const MappedMemory&) = delete;
    MappedMemory& operator=(const MappedMemory&) = delete;
    MappedMemory(MappedMemory&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    MappedMemory& operator=(MappedMemory&& other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    [[nodiscard]] std::span<std::uint8_t> bytes() const { return bytes_; }

  private:
    std::span<std::uint8_t> bytes_;
};

enum class Writer : std::uint8_t { ThisProcess, TheOther };

struct SharedMemory {
    Descriptor descriptor;  // to be handed to the other process
    MappedMemory memory;    // ours: read-only when the other process writes
};

/// Memory without a name, zeroed, used up only where it is touched. Sealed: nobody can shorten it
/// under the reader, and what this process writes the other can never map for writing.
/// @error Unavailable
Result<SharedMemory> make_shared_memory(std::size_t bytes, Writer writer);

/// In the other process: maps all of what it was given. The descriptor may be closed afterwards.
/// @error Unavailable (no such memory, or of another size)
Result<MappedMemory> map_shared_memory(int descriptor, std::size_t bytes, Writer writer);

}  // namespace outpost
