// JSON reader and writer: limits hold, and what is written reads back as the same text.
#include "core/bytes/utf8.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace outpost;

namespace {

struct Cost {
    std::size_t values = 0;
    std::size_t depth = 0;
};

void add_cost(const json::Value& value, std::size_t depth, Cost& cost) {
    ++cost.values;
    if (value.is_scalar()) return;
    cost.depth = std::max(cost.depth, depth + 1);
    if (value.is_array()) {
        for (const auto& item : value.items()) add_cost(item, depth + 1, cost);
        return;
    }
    for (const auto& member : value.members()) {
        // Names are unique; find() is linear, so only small objects are looked at.
        if (value.members().size() <= 256) OUTPOST_CHECK(value.find(member.name) == &member.value);
        OUTPOST_CHECK(bytes::validate_utf8(member.name).has_value());
        add_cost(member.value, depth + 1, cost);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    const json::ReadLimits limits;
    const auto document = json::read(as_text(input), limits);
    // Whatever is no JSON can still be a string.
    const auto quoted = json::quote(as_text(input));
    const auto text = json::read(quoted, {8 * size + 16, 1, 1});
    OUTPOST_CHECK(text.has_value());
    if (bytes::validate_utf8(as_text(input)))
        OUTPOST_CHECK(text->root().as_string() == as_text(input));
    if (!document) {
        OUTPOST_CHECK(document.error().offset <= size);
        return 0;
    }
    Cost cost;
    add_cost(document->root(), 0, cost);
    OUTPOST_CHECK(cost.values <= limits.values_max);
    OUTPOST_CHECK(cost.depth <= limits.depth_max);
    const auto written = json::write(document->root());
    const auto again = json::read(written, {8 * size + 16, limits.depth_max, limits.values_max});
    OUTPOST_CHECK(again.has_value());
    OUTPOST_CHECK(json::write(again->root()) == written);
    return 0;
}
