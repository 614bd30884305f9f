// Items of a JSON array, of one object, or of JSON Lines.
#pragma once

#include "core/intake/chunk_reader.h"
#include "core/intake/item_reader.h"
#include "core/intake/json_framing.h"

#include <string>
#include <string_view>

namespace outpost::intake {

class JsonItems final : public ItemReader {
  public:
    /// @param chunks  stands at '[' or '{', or at the end
    explicit JsonItems(ChunkReader chunks);

    Result<bool> next(Item& item) override;
    [[nodiscard]] std::uint64_t bytes_read() const override { return chunks_.bytes_read(); }
    [[nodiscard]] std::string_view column_of(std::string_view) const override { return {}; }

  private:
    enum class Step : std::uint8_t {
        FirstElement,  // behind '['
        NextElement,   // behind an element
        FirstObject,   // one object, or the first of many lines: its first line tells
        Lines,
        Rest,  // behind the one object or the array: nothing but white space may follow
        End,
    };

    /// Text of one item as far as it is kept.
    struct Cut {
        std::string text;
        bool is_too_long = false;
        void append(std::string_view more);
    };

    Result<bool> read_item(Item& item);
    Result<bool> next_element(Item& item);
    Result<bool> first_object(Item& item);
    Result<bool> later_lines_of_object(Item& item, ValueScanner& scanner, Cut& cut, char last);
    Result<bool> next_line(Item& item);
    Result<bool> rest(Item& item);
    Result<void> scan(ValueScanner& scanner, Cut& cut);
    Result<void> cut_line(Cut& cut);
    /// The next character that is no white space, not taken; '\0' at the end (has_more_ false).
    Result<char> peek();
    bool refuse(Item& item, ItemCode code, const char* text);
    bool refuse_and_end(Item& item, ItemCode code, const char* text);
    bool accept(Item& item, Cut& cut);

    ChunkReader chunks_;
    Step step_;
    bool has_more_ = true;
    std::int64_t count_ = 0;
};

}  // namespace outpost::intake
