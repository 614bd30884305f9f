#include "core/intake/chunk_reader.h"

#include <algorithm>
#include <span>

namespace outpost::intake {

Result<std::size_t> ChunkReader::fetch() {
    if (is_ended_) return std::size_t{0};
    if (buffer_.empty()) buffer_.resize(chunk_bytes_max);
    const std::span<std::uint8_t> room(buffer_.data() + end_, buffer_.size() - end_);
    OUTPOST_TRY(const auto count, source_->read(room));
    if (count > room.size()) return Error{Errc::Io, 0, "more bytes than asked for"};
    is_ended_ = count == 0;
    end_ += count;
    bytes_read_ += count;
    return count;
}

Result<bool> ChunkReader::fill() {
    if (begin_ < end_) return true;
    begin_ = 0;
    end_ = 0;
    OUTPOST_TRY(const auto count, fetch());
    return count > 0;
}

Result<void> ChunkReader::gather(std::size_t count) {
    if (begin_ > 0) {
        std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
        end_ -= begin_;
        begin_ = 0;
    }
    while (end_ < std::min(count, chunk_bytes_max)) {
        OUTPOST_TRY(const auto more, fetch());
        if (more == 0) break;
    }
    return {};
}

std::string_view ChunkReader::unread() const {
    return as_text(ByteView(buffer_).subspan(begin_, end_ - begin_));
}

void ChunkReader::take(std::size_t count) {
    OUTPOST_CHECK(count <= end_ - begin_);
    begin_ += count;
}

}  // namespace outpost::intake
