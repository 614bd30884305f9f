#include "core/intake/item_reader.h"

#include "core/intake/chunk_reader.h"
#include "core/intake/csv_items.h"
#include "core/intake/json_items.h"

#include <utility>

namespace outpost::intake {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Nothing can be read from the file: it is one item that says so.
class RefusedFile final : public ItemReader {
  public:
    Result<bool> next(Item& item) override {
        item = Item{};
        item.errors = {{{},
                        ItemCode::BadSyntax,
                        "the file begins neither with [ nor with {, and no CSV columns are set up",
                        1,
                        {}}};
        return !std::exchange(is_told_, true);
    }
    [[nodiscard]] std::uint64_t bytes_read() const override { return 0; }
    [[nodiscard]] std::string_view column_of(std::string_view) const override { return {}; }

  private:
    bool is_told_ = false;
};

/// Skips white space. @return the lines that ended in it
Result<std::int64_t> skip_space(ChunkReader& chunks) {
    std::int64_t lines = 0;
    for (bool is_behind_cr = false;;) {
        OUTPOST_TRY(const bool has_more, chunks.fill());
        if (!has_more) return lines;
        std::size_t count = 0;
        for (const char c : chunks.unread()) {
            if (!is_json_space(c)) break;
            if (c == '\r' || (c == '\n' && !is_behind_cr)) ++lines;
            is_behind_cr = c == '\r';
            ++count;
        }
        const bool is_all = count == chunks.unread().size();
        chunks.take(count);
        if (!is_all) return lines;
    }
}

}  // namespace

Result<std::unique_ptr<ItemReader>> open_items(ByteSource& source, std::vector<CsvColumn> columns) {
    ChunkReader chunks(source);
    // Spreadsheet and editor programs of one family write the mark before CSV and JSON alike, and
    // it changes no character behind it (RFC 8259 section 8.1 lets a reader ignore it).
    OUTPOST_TRY_VOID(chunks.gather(byte_order_mark.size()));
    if (chunks.unread().starts_with(byte_order_mark)) chunks.take(byte_order_mark.size());
    OUTPOST_TRY(const auto lines, skip_space(chunks));
    const auto text = chunks.unread();
    if (text.empty() || text.front() == '[' || text.front() == '{')
        return std::unique_ptr<ItemReader>(std::make_unique<JsonItems>(std::move(chunks)));
    if (columns.empty()) return std::unique_ptr<ItemReader>(std::make_unique<RefusedFile>());
    OUTPOST_TRY(auto mapping, CsvMapping::make(std::move(columns)));
    return std::unique_ptr<ItemReader>(
        std::make_unique<CsvItems>(CsvRows(std::move(chunks), lines + 1), std::move(mapping)));
}

}  // namespace outpost::intake
