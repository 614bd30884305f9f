// Rows and cells of a CSV file (RFC 4180) through libcsv, in bounded memory.
#pragma once

#include "core/base/result.h"
#include "core/intake/chunk_reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace outpost::intake {

enum class RowFault : std::uint8_t {
    None,
    TooLong,     // beyond item_bytes_max; `cells` is empty
    StrayQuote,  // a quote inside a cell that has none around it
    Broken,      // quotes that do not match, or the end inside a quoted cell: the last row
};

struct CsvRow {
    std::int64_t line = 0;  // of the file from 1, where the row begins
    std::vector<std::string> cells;
    RowFault fault = RowFault::None;
};

class CsvRows {
  public:
    /// @param line  number of the line at which `chunks` stands
    CsvRows(ChunkReader chunks, std::int64_t line);
    ~CsvRows();
    CsvRows(CsvRows&&) noexcept;

    /// The next row that is not blank; false at the end. Cells may hold any bytes. @error Io
    Result<bool> next(CsvRow& row);
    [[nodiscard]] std::uint64_t bytes_read() const { return chunks_.bytes_read(); }

  private:
    struct Parser;
    void count_lines(std::string_view piece);
    /// False when the quotes are beyond repair.
    bool parse(std::string_view piece);
    Result<bool> finish(CsvRow& row);

    ChunkReader chunks_;
    std::int64_t line_;
    bool is_behind_cr_ = false;
    bool is_ended_ = false;
    std::unique_ptr<Parser> parser_;
};

}  // namespace outpost::intake
