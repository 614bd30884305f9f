// Request files to items, one by one, in bounded memory: JSON array, single object, JSON Lines and
// DIVOC's bulk CSV. One bad item is an item with errors; the ones after it are still read.
#pragma once

#include "core/base/result.h"
#include "core/intake/item_error.h"
#include "core/ports/folder_store.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::intake {

inline constexpr std::size_t item_bytes_max = 64 * 1024;
inline constexpr std::int64_t items_max = 10'000'000;

/// Where a CSV column goes. Columns are found by their header, in any order.
struct CsvColumn {
    std::string header;
    std::string pointer;  // into the item: "/recipient/name"
    enum class Form : std::uint8_t {
        Text,
        Number,     // dose
        Date,       // YYYY-MM-DD or DD-Mon-YYYY, written as YYYY-MM-DD
        Telephone,  // becomes "tel:" + text, appended to the array at the pointer
    } form = Form::Text;
    bool is_required = true;  // an empty cell is an error; the column itself must always be there
};

struct Item {
    std::int64_t index = 0;         // from 0
    std::string text;               // compact or as written JSON of one object; empty on errors
    std::vector<ItemError> errors;  // why there is no text
    std::int64_t row = 0;           // CSV: line of the file from 1; else 0
};

class ItemReader {
  public:
    virtual ~ItemReader() = default;
    /// The next item; false at the end. An item with errors is no failure.
    /// @error Io
    virtual Result<bool> next(Item& item) = 0;
    /// Bytes taken from the source so far, for progress.
    [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
    /// The CSV column that feeds a pointer; empty for JSON or none.
    [[nodiscard]] virtual std::string_view column_of(std::string_view pointer) const = 0;
};

/// Looks at the first bytes and chooses the form: '[' array; '{' one object or JSON Lines; anything
/// else CSV. An empty file has no items. The source must outlive the reader.
/// @error Io
Result<std::unique_ptr<ItemReader>> open_items(ByteSource& source, std::vector<CsvColumn> columns);

}  // namespace outpost::intake
