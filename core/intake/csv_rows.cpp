// The only file that sees libcsv.
#include "core/intake/csv_rows.h"

#include "core/intake/item_reader.h"

#include <csv.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace outpost::intake {

namespace {

bool is_newline(char c) {
    return c == '\n' || c == '\r';
}

int no_space(unsigned char) {
    return 0;
}

constexpr unsigned char strict = CSV_STRICT | CSV_STRICT_FINI;

}  // namespace

// What libcsv calls back with: its memory stays where it is.
struct CsvRows::Parser {
    csv_parser library{};
    CsvRow row;
    std::size_t row_bytes = 0;
    bool is_row_complete = false;

    Parser() {
        OUTPOST_CHECK(csv_init(&library, strict) == 0);
        // Left to itself the library drops spaces around a cell: nothing is trimmed here.
        csv_set_space_func(&library, no_space);
    }
    ~Parser() { csv_free(&library); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    void begin_row(std::int64_t line) {
        row.line = line;
        row.cells.clear();
        row.fault = RowFault::None;
        row_bytes = 0;
        is_row_complete = false;
        csv_set_opts(&library, strict);
    }

    void add_cell(const void* text, std::size_t bytes) {
        if (row.fault == RowFault::TooLong) return;
        const auto* begin = static_cast<const char*>(text);
        row.cells.emplace_back(begin, begin + bytes);
    }

    // The library gathers a cell of any length. What it gathered of a row that is refused is
    // dropped, all but the character that it takes back when the closing quote follows.
    void drop_content() {
        row.fault = RowFault::TooLong;
        row.cells.clear();
        library.entry_pos = std::min<std::size_t>(library.entry_pos, 1);
    }
};

namespace {

template <typename Parser>
void cell_callback(void* text, std::size_t bytes, void* parser) {
    static_cast<Parser*>(parser)->add_cell(text, bytes);
}

template <typename Parser>
void row_callback(int, void* parser) {
    static_cast<Parser*>(parser)->is_row_complete = true;
}

}  // namespace

CsvRows::CsvRows(ChunkReader chunks, std::int64_t line)
    : chunks_(std::move(chunks)), line_(line), parser_(std::make_unique<Parser>()) {}
CsvRows::~CsvRows() = default;
CsvRows::CsvRows(CsvRows&&) noexcept = default;

void CsvRows::count_lines(std::string_view piece) {
    for (const char c : piece) {
        if (c == '\r' || (c == '\n' && !is_behind_cr_)) ++line_;
        is_behind_cr_ = c == '\r';
    }
}

bool CsvRows::parse(std::string_view piece) {
    auto& library = parser_->library;
    while (!piece.empty()) {
        const auto count = csv_parse(&library, piece.data(), piece.size(), cell_callback<Parser>,
                                     row_callback<Parser>, parser_.get());
        if (count >= piece.size()) return true;
        // Without quotes around the cell its end is not in doubt, so that only this row is lost:
        // the library goes on in its lenient way to the row's end.
        const bool is_strict = (csv_get_opts(&library) & CSV_STRICT) != 0;
        if (csv_error(&library) != CSV_EPARSE || library.quoted != 0 || !is_strict) return false;
        if (parser_->row.fault == RowFault::None) parser_->row.fault = RowFault::StrayQuote;
        csv_set_opts(&library, 0);
        piece.remove_prefix(count);
    }
    return true;
}

Result<bool> CsvRows::next(CsvRow& row) {
    if (is_ended_) return false;
    parser_->begin_row(line_);
    while (!parser_->is_row_complete) {
        OUTPOST_TRY(const bool has_more, chunks_.fill());
        if (!has_more) return finish(row);
        const auto text = chunks_.unread();
        const auto end = std::find_if(text.begin(), text.end(), is_newline);
        auto piece = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        if (end != text.end()) piece = text.substr(0, piece.size() + 1);
        const bool is_blank = parser_->row_bytes == 0 && is_newline(piece.front());
        if (parser_->row_bytes == 0) parser_->row.line = line_;
        if (!is_blank) {
            parser_->row_bytes += piece.size();
            if (!parse(piece)) {
                is_ended_ = true;
                parser_->row.fault = RowFault::Broken;
                break;
            }
            if (parser_->row_bytes > item_bytes_max) parser_->drop_content();
        }
        count_lines(piece);
        chunks_.take(piece.size());
    }
    row = std::move(parser_->row);
    return true;
}

Result<bool> CsvRows::finish(CsvRow& row) {
    is_ended_ = true;
    if (parser_->row_bytes == 0) return false;
    if (csv_fini(&parser_->library, cell_callback<Parser>, row_callback<Parser>, parser_.get()) !=
        0)
        parser_->row.fault = RowFault::Broken;
    row = std::move(parser_->row);
    return true;
}

}  // namespace outpost::intake
