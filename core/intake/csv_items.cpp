#include "core/intake/csv_items.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <string>
#include <utility>

namespace outpost::intake {

namespace {

ItemError row_error(ItemCode code, const char* text, std::int64_t line) {
    return {{}, code, text, line, {}};
}

ItemError error_of(RowFault fault, std::int64_t line) {
    if (fault == RowFault::TooLong)
        return row_error(ItemCode::TooLong, "this row is longer than 64 KiB", line);
    if (fault == RowFault::StrayQuote)
        return row_error(
            ItemCode::BadSyntax,
            "a quotation mark inside a cell: write it twice and put the cell in quotes", line);
    return row_error(ItemCode::Unfinished,
                     "the quotation marks do not match: reading stops in this row", line);
}

}  // namespace

CsvItems::CsvItems(CsvRows rows, CsvMapping mapping)
    : rows_(std::move(rows)), mapping_(std::move(mapping)) {}

Result<bool> CsvItems::next(Item& item) {
    item = Item{};
    item.index = count_;
    if (is_ended_) return false;
    if (!has_header_) {
        OUTPOST_TRY(const bool is_refused, read_header(item));
        is_ended_ = is_refused;
        if (is_refused) return true;
    }
    CsvRow row;
    OUTPOST_TRY(const bool has_row, rows_.next(row));
    is_ended_ = !has_row || count_ >= items_max;
    if (!has_row) return false;
    if (is_ended_)
        item.errors = {row_error(ItemCode::TooLong, "the file has too many items", row.line)};
    else
        read_row(item, row);
    ++count_;
    return true;
}

// A header that does not do refuses the whole file: as its one item.
Result<bool> CsvItems::read_header(Item& item) {
    CsvRow row;
    OUTPOST_TRY(const bool has_row, rows_.next(row));
    has_header_ = true;
    if (!has_row) return false;
    header_cells_ = row.cells.size();
    item.row = row.line;
    const bool is_utf8 = std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) {
        return bytes::validate_utf8(cell).has_value();
    });
    if (row.fault != RowFault::None)
        item.errors = {error_of(row.fault, row.line)};
    else if (!is_utf8)
        item.errors = {row_error(ItemCode::BadUtf8,
                                 "neither JSON nor CSV: the first row is not encoded in UTF-8",
                                 row.line)};
    else
        item.errors = mapping_.match(row.cells, row.line);
    return !item.errors.empty();
}

void CsvItems::read_row(Item& item, const CsvRow& row) {
    item.row = row.line;
    if (row.fault != RowFault::None) {
        item.errors = {error_of(row.fault, row.line)};
    } else if (row.cells.size() != header_cells_) {
        item.errors = {row_error(ItemCode::ColumnCount,
                                 row.cells.size() < header_cells_
                                     ? "this row has fewer cells than the first one"
                                     : "this row has more cells than the first one",
                                 row.line)};
    } else {
        item.text = mapping_.item_json(row.cells, row.line, item.errors);
    }
}

}  // namespace outpost::intake
