// Request files: reading ends, in bounded memory; an item is a JSON object or has errors; one byte
// at a time gives the same items.
#include "core/intake/item_reader.h"
#include "core/json/reader.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace outpost;

namespace {

class PieceSource final : public ByteSource {
  public:
    PieceSource(ByteView data, std::size_t piece_bytes) : data_(data), piece_bytes_(piece_bytes) {}
    Result<std::size_t> read(std::span<std::uint8_t> out) override {
        const auto count = std::min({out.size(), data_.size(), piece_bytes_});
        std::copy_n(data_.begin(), count, out.begin());
        data_ = data_.subspan(count);
        return count;
    }
    [[nodiscard]] std::uint64_t size_bytes() const override { return data_.size(); }

  private:
    ByteView data_;
    std::size_t piece_bytes_;
};

std::vector<intake::CsvColumn> columns() {
    using Form = intake::CsvColumn::Form;
    return {{"a", "/a", Form::Text, true},
            {"b", "/b/c", Form::Number, false},
            {"d", "/b/d", Form::Date, false},
            {"t", "/t", Form::Telephone, false}};
}

std::vector<intake::Item> read_all(ByteView data, std::size_t piece_bytes) {
    PieceSource source(data, piece_bytes);
    const auto reader = intake::open_items(source, columns()).value();
    std::vector<intake::Item> items;
    for (intake::Item item; reader->next(item).value();) {
        OUTPOST_CHECK(item.index == static_cast<std::int64_t>(items.size()));
        OUTPOST_CHECK(items.size() <= data.size());
        OUTPOST_CHECK(item.text.empty() == !item.errors.empty());
        OUTPOST_CHECK(item.text.size() <= intake::item_bytes_max);
        if (item.errors.empty()) OUTPOST_CHECK(json::read(item.text)->root().is_object());
        items.push_back(item);
    }
    return items;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto whole = read_all({data, size}, size + 1);
    const auto bytewise = read_all({data, size}, 1);
    OUTPOST_CHECK(whole.size() == bytewise.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        OUTPOST_CHECK(whole[i].text == bytewise[i].text);
        OUTPOST_CHECK(whole[i].row == bytewise[i].row);
        OUTPOST_CHECK(whole[i].errors.size() == bytewise[i].errors.size());
    }
    return 0;
}
