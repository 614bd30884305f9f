// Items of DIVOC's bulk CSV (docs/formats/divoc.md): one a row, found by the names in the header.
#pragma once

#include "core/intake/csv_mapping.h"
#include "core/intake/csv_rows.h"
#include "core/intake/item_reader.h"

#include <cstddef>
#include <string_view>

namespace outpost::intake {

class CsvItems final : public ItemReader {
  public:
    CsvItems(CsvRows rows, CsvMapping mapping);

    Result<bool> next(Item& item) override;
    [[nodiscard]] std::uint64_t bytes_read() const override { return rows_.bytes_read(); }
    [[nodiscard]] std::string_view column_of(std::string_view pointer) const override {
        return mapping_.column_of(pointer);
    }

  private:
    Result<bool> read_header(Item& item);
    void read_row(Item& item, const CsvRow& row);

    CsvRows rows_;
    CsvMapping mapping_;
    std::size_t header_cells_ = 0;
    std::int64_t count_ = 0;
    bool has_header_ = false;
    bool is_ended_ = false;
};

}  // namespace outpost::intake
