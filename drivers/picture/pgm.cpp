// The grey pages that pdftoppm writes.
#include "drivers/picture/pgm.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace outpost {

namespace {

constexpr std::int32_t side_px_max = 65'535;

/// Takes header words from the front of the bytes.
class PgmCursor {
  public:
    explicit PgmCursor(ByteView bytes) : bytes_(bytes) {}

    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
    [[nodiscard]] std::size_t offset() const { return at_; }
    [[nodiscard]] std::size_t rest() const { return bytes_.size() - at_; }

    /// Up to the next white space, which is taken too.
    std::optional<std::string_view> word() {
        constexpr std::size_t word_chars_max = 8;
        const auto text = as_text(bytes_.subspan(at_));
        const auto end = text.substr(0, word_chars_max + 1).find_first_of(" \n\t\r");
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        at_ += end + 1;
        return text.substr(0, end);
    }

    std::optional<std::int32_t> number() {
        const auto digits = word();
        if (!digits) return std::nullopt;
        std::int32_t value = 0;
        const auto* end = digits->data() + digits->size();
        const auto parsed = std::from_chars(digits->data(), end, value);
        if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
        return value;
    }

    /// The caller has made sure that so many are there.
    ByteView take(std::size_t count) {
        const auto taken = bytes_.subspan(at_, count);
        at_ += count;
        return taken;
    }

  private:
    ByteView bytes_;
    std::size_t at_ = 0;
};

Result<Frame> take_page(PgmCursor& cursor) {
    const auto start = cursor.offset();
    const auto magic = cursor.word();
    const auto width = magic == "P5" ? cursor.number() : std::nullopt;
    const auto height = width ? cursor.number() : std::nullopt;
    const auto greatest = height ? cursor.number() : std::nullopt;
    if (!greatest) return Error{Errc::BadSyntax, start, "PGM header"};
    if (*width < 1 || *height < 1 || *width > side_px_max || *height > side_px_max)
        return Error{Errc::BadValue, start, "PGM size"};
    if (*greatest != 255) return Error{Errc::Unsupported, start, "PGM depth"};
    const auto pixels = static_cast<std::size_t>(*width) * static_cast<std::size_t>(*height);
    if (pixels > cursor.rest()) return Error{Errc::Truncated, cursor.offset(), "PGM pixels"};
    Frame frame;
    frame.width_px = *width;
    frame.height_px = *height;
    frame.pixels = to_bytes(cursor.take(pixels));
    return frame;
}

}  // namespace

Result<std::vector<Frame>> parse_pgm_pages(ByteView bytes, std::size_t frames_max) {
    std::vector<Frame> frames;
    PgmCursor cursor(bytes);
    while (!cursor.at_end()) {
        if (frames.size() == frames_max) return Error{Errc::TooLong, cursor.offset(), "PGM pages"};
        OUTPOST_TRY(auto frame, take_page(cursor));
        frame.sequence = frames.size();
        frames.push_back(std::move(frame));
    }
    return frames;
}

}  // namespace outpost
