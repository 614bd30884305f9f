#include "core/intake/csv_mapping.h"

#include "core/base/time.h"
#include "core/bytes/utf8.h"
#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace outpost::intake {

namespace {

using Form = CsvColumn::Form;

constexpr std::size_t missing = static_cast<std::size_t>(-1);

/// The member names of a JSON pointer (RFC 6901).
Result<std::vector<std::string>> names_of(std::string_view pointer) {
    if (!pointer.starts_with('/')) return Error{Errc::BadValue, 0, "csv column pointer"};
    std::vector<std::string> names;
    for (std::size_t at = 0; at < pointer.size(); ++at) {
        if (pointer[at] == '/') {
            names.emplace_back();
        } else if (pointer[at] != '~') {
            names.back() += pointer[at];
        } else {
            ++at;
            if (at >= pointer.size() || (pointer[at] != '0' && pointer[at] != '1'))
                return Error{Errc::BadValue, at, "csv column pointer"};
            names.back() += pointer[at] == '0' ? '~' : '/';
        }
    }
    if (names.size() > csv_pointer_levels_max) return Error{Errc::TooLong, 0, "csv column pointer"};
    return names;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// DD-Mon-YYYY with English month names, as "YYYY-MM-DD"; other texts come back as they are.
std::string iso_spelling(std::string_view text) {
    static constexpr std::array<std::string_view, 12> months = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (text.size() != 11 || text[2] != '-' || text[6] != '-') return std::string(text);
    const std::array<char, 3> name = {lower(text[3]), lower(text[4]), lower(text[5])};
    const auto month =
        std::find(months.begin(), months.end(), std::string_view(name.data(), name.size()));
    if (month == months.end()) return std::string(text);
    const auto number = static_cast<int>(month - months.begin()) + 1;
    std::string out(text.substr(7));
    out += number < 10 ? "-0" : "-";
    out += std::to_string(number) + "-";
    out += text.substr(0, 2);
    return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return number;
}

}  // namespace

struct CsvMapping::Row {
    std::vector<std::string_view> cells;  // by column
    std::vector<std::string> dates;       // what cells of the form Date view
    json::Writer writer;
};

Result<CsvMapping> CsvMapping::make(std::vector<CsvColumn> columns) {
    if (columns.size() > csv_columns_max) return Error{Errc::TooLong, 0, "csv columns"};
    CsvMapping mapping;
    mapping.columns_ = std::move(columns);
    mapping.cell_of_.assign(mapping.columns_.size(), missing);
    for (std::size_t column = 0; column < mapping.columns_.size(); ++column)
        OUTPOST_TRY_VOID(mapping.add(column));
    return mapping;
}

Result<void> CsvMapping::add(std::size_t column) {
    const Error conflict{Errc::BadValue, column, "csv columns in each other's place"};
    if (columns_[column].header.empty()) return Error{Errc::BadValue, column, "csv header"};
    OUTPOST_TRY(const auto names, names_of(columns_[column].pointer));
    Node* node = &root_;
    for (const auto& name : names) {
        if (!node->columns.empty()) return conflict;
        auto& children = node->children;
        const auto found = std::find_if(children.begin(), children.end(),
                                        [&](const Node& child) { return child.name == name; });
        if (found == children.end()) {
            children.push_back({name, {}, {}});
            node = &children.back();
        } else {
            node = &*found;
        }
    }
    if (!node->children.empty()) return conflict;
    // Only a list takes what several columns give.
    if (!node->columns.empty() && (columns_[node->columns.front()].form != Form::Telephone ||
                                   columns_[column].form != Form::Telephone))
        return conflict;
    node->columns.push_back(column);
    return {};
}

std::vector<ItemError> CsvMapping::match(const std::vector<std::string>& header,
                                         std::int64_t line) {
    std::vector<ItemError> errors;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const auto& wanted = columns_[column];
        const auto found = std::find(header.begin(), header.end(), wanted.header);
        if (found == header.end()) {
            errors.push_back({wanted.pointer, ItemCode::ColumnMissing,
                              "the first row has no column of this name", line, wanted.header});
            continue;
        }
        if (std::find(found + 1, header.end(), wanted.header) != header.end())
            errors.push_back({wanted.pointer, ItemCode::DuplicateMember,
                              "two columns have this name", line, wanted.header});
        cell_of_[column] = static_cast<std::size_t>(found - header.begin());
    }
    return errors;
}

std::string CsvMapping::item_json(const std::vector<std::string>& cells, std::int64_t line,
                                  std::vector<ItemError>& errors) const {
    Row row;
    row.dates.reserve(columns_.size());  // the views into it stay good
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const auto& rule = columns_[column];
        OUTPOST_CHECK(cell_of_[column] < cells.size());
        std::string_view cell = cells[cell_of_[column]];
        const auto refuse = [&](ItemCode code, const char* text) {
            errors.push_back({rule.pointer, code, text, line, rule.header});
        };
        if (!bytes::validate_utf8(cell)) {
            refuse(ItemCode::BadUtf8, "this cell is not encoded in UTF-8");
        } else if (cell.empty() && rule.is_required) {
            refuse(ItemCode::Required, "this cell must not be empty");
        } else if (!cell.empty() && rule.form == Form::Date) {
            row.dates.push_back(iso_spelling(cell));
            cell = row.dates.back();
            if (!parse_civil_date(cell))
                refuse(ItemCode::BadDate, "no date of the form YYYY-MM-DD or DD-Mon-YYYY");
        }
        row.cells.push_back(cell);
    }
    if (!errors.empty()) return {};
    row.writer.begin_object();
    for (const auto& child : root_.children) write(row, child);
    row.writer.end_object();
    auto text = std::move(row.writer).take();
    if (text.size() <= item_bytes_max) return text;
    errors.push_back({{}, ItemCode::TooLong, "this item is longer than 64 KiB", line, {}});
    return {};
}

bool CsvMapping::has_content(const Row& row, const Node& node) {
    const auto is_filled = [&](std::size_t column) { return !row.cells[column].empty(); };
    const auto is_kept = [&](const Node& child) { return has_content(row, child); };
    return std::any_of(node.columns.begin(), node.columns.end(), is_filled) ||
           std::any_of(node.children.begin(), node.children.end(), is_kept);
}

void CsvMapping::write(Row& row, const Node& node) const {
    if (!has_content(row, node)) return;
    auto& writer = row.writer;
    writer.key(node.name);
    if (node.columns.empty()) {
        writer.begin_object();
        for (const auto& child : node.children) write(row, child);
        writer.end_object();
        return;
    }
    const auto first = node.columns.front();
    if (columns_[first].form == Form::Telephone) {
        writer.begin_array();
        for (const auto column : node.columns)
            if (!row.cells[column].empty()) writer.value("tel:" + std::string(row.cells[column]));
        writer.end_array();
        return;
    }
    const auto number =
        columns_[first].form == Form::Number ? whole_number(row.cells[first]) : std::nullopt;
    // Any other text stays one, so that the rules can say that it is no number.
    if (number)
        writer.value(*number);
    else
        writer.value(row.cells[first]);
}

std::string_view CsvMapping::column_of(std::string_view pointer) const {
    const auto is_under = [](std::string_view path, std::string_view over) {
        return path.starts_with(over) && (path.size() == over.size() || path[over.size()] == '/');
    };
    for (const auto& column : columns_)
        if (is_under(pointer, column.pointer)) return column.header;
    if (pointer.empty()) return {};
    for (const auto& column : columns_)
        if (is_under(column.pointer, pointer)) return column.header;
    return {};
}

}  // namespace outpost::intake
