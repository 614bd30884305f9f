// Test doubles: files that exist only while they are read, and all items of one.
#pragma once

#include "core/intake/item_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::tests {

/// Gives its text in pieces of at most `piece_bytes`; fails after `failing_after` of them.
class TextSource final : public ByteSource {
  public:
    explicit TextSource(std::string text, std::size_t piece_bytes = 1U << 20U,
                        std::size_t failing_after = ~std::size_t{0})
        : text_(std::move(text)), piece_bytes_(piece_bytes), pieces_left_(failing_after) {}

    Result<std::size_t> read(std::span<std::uint8_t> out) override {
        if (pieces_left_ == 0) return Error{Errc::Io, 0, "read"};
        --pieces_left_;
        const auto count = std::min({out.size(), piece_bytes_, text_.size() - at_});
        const auto piece = as_bytes(std::string_view(text_).substr(at_, count));
        std::copy(piece.begin(), piece.end(), out.begin());
        at_ += count;
        return count;
    }
    [[nodiscard]] std::uint64_t size_bytes() const override { return text_.size(); }

  private:
    std::string text_;
    std::size_t piece_bytes_;
    std::size_t pieces_left_;
    std::size_t at_ = 0;
};

/// Asks for one piece of text after another until an empty one; holds one at a time.
class GeneratedSource final : public ByteSource {
  public:
    using Next = std::function<std::string(std::uint64_t number)>;
    explicit GeneratedSource(Next next) : next_(std::move(next)) {}

    Result<std::size_t> read(std::span<std::uint8_t> out) override {
        if (at_ == piece_.size()) {
            piece_ = next_(number_++);
            at_ = 0;
        }
        const auto count = std::min(out.size(), piece_.size() - at_);
        const auto piece = as_bytes(std::string_view(piece_).substr(at_, count));
        std::copy(piece.begin(), piece.end(), out.begin());
        at_ += count;
        return count;
    }
    [[nodiscard]] std::uint64_t size_bytes() const override { return 0; }

  private:
    Next next_;
    std::string piece_;
    std::size_t at_ = 0;
    std::uint64_t number_ = 0;
};

inline std::vector<intake::Item> items_of(std::string text,
                                          std::vector<intake::CsvColumn> columns = {},
                                          std::size_t piece_bytes = 1U << 20U) {
    TextSource source(std::move(text), piece_bytes);
    auto reader = intake::open_items(source, std::move(columns));
    REQUIRE(reader);
    std::vector<intake::Item> items;
    for (;;) {
        intake::Item item;
        const auto more = (*reader)->next(item);
        REQUIRE(more);
        if (!*more) break;
        REQUIRE(item.index == static_cast<std::int64_t>(items.size()));
        REQUIRE(item.text.empty() == !item.errors.empty());
        items.push_back(std::move(item));
    }
    intake::Item none;
    REQUIRE_FALSE((*reader)->next(none).value());  // the end stays the end
    return items;
}

/// "ok too_long ok": an item's codes joined with '+'.
inline std::string outcome_of(const std::vector<intake::Item>& items) {
    std::string out;
    for (const auto& item : items) {
        if (!out.empty()) out += ' ';
        if (item.errors.empty()) out += "ok";
        for (const auto& error : item.errors) {
            if (&error != &item.errors.front()) out += '+';
            out += intake::item_code_name(error.code);
        }
    }
    return out;
}

}  // namespace outpost::tests
