// The bytes of a source through one buffer: looked at, then taken.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/folder_store.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outpost::intake {

inline constexpr std::size_t chunk_bytes_max = 64 * 1024;

class ChunkReader {
  public:
    /// The source must outlive the reader.
    explicit ChunkReader(ByteSource& source) : source_(&source) {}

    /// Fetches bytes when none is left. @return false at the end of the file @error Io
    Result<bool> fill();
    /// Fetches until `count` bytes (at most chunk_bytes_max) are there or the file ends. @error Io
    Result<void> gather(std::size_t count);
    /// What has been fetched and not yet taken; borrowed until the next fill or gather.
    [[nodiscard]] std::string_view unread() const;
    /// @param count  at most unread().size()
    void take(std::size_t count);
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

  private:
    Result<std::size_t> fetch();

    ByteSource* source_;
    Bytes buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t bytes_read_ = 0;
    bool is_ended_ = false;
};

}  // namespace outpost::intake
