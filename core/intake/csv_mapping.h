// From the cells of a CSV row to the JSON text of an item, as the profile's columns say.
#pragma once

#include "core/base/result.h"
#include "core/intake/item_error.h"
#include "core/intake/item_reader.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::intake {

inline constexpr std::size_t csv_columns_max = 256;
inline constexpr std::size_t csv_pointer_levels_max = 8;

class CsvMapping {
  public:
    /// @error TooLong   more columns or levels than the limits above
    /// @error BadValue  a column without header, a pointer that is none, or two columns of which
    ///                  one would stand in the other's place
    static Result<CsvMapping> make(std::vector<CsvColumn> columns);

    /// Finds each column in the header row. Others are left alone.
    /// @return one error for each column that is missing or stands there twice
    [[nodiscard]] std::vector<ItemError> match(const std::vector<std::string>& header,
                                               std::int64_t line);
    /// The item of one row, or every error of it. `cells` has as many as the header.
    [[nodiscard]] std::string item_json(const std::vector<std::string>& cells, std::int64_t line,
                                        std::vector<ItemError>& errors) const;
    /// The header of the column that feeds the pointer or something under or over it.
    [[nodiscard]] std::string_view column_of(std::string_view pointer) const;

  private:
    /// A member of the item: with columns a text, number or list; else an object.
    struct Node {
        std::string name;
        std::vector<Node> children;
        std::vector<std::size_t> columns;
    };
    struct Row;

    Result<void> add(std::size_t column);
    void write(Row& row, const Node& node) const;
    static bool has_content(const Row& row, const Node& node);

    std::vector<CsvColumn> columns_;
    std::vector<std::size_t> cell_of_;  // by column
    Node root_;
};

}  // namespace outpost::intake
