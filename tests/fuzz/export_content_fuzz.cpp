// What stands inside an export: whatever is taken has its whole chain and a certificate for each
// signature, and the usual spelling of a line says the same as any other.
#include "core/journal/chain.h"
#include "core/json/reader.h"
#include "core/sync/export_content.h"
#include "core/sync/export_mark.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace outpost;

namespace {

/// The range that these lines would have, had a kiosk written them.
journal::ExportMark mark_of(std::string_view content) {
    journal::ExportMark mark{1, 1, 0, {}};
    while (!content.empty()) {
        const auto end = std::min(content.find('\n'), content.size());
        const auto document = json::read(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
        if (!document || document->root().find("entry") == nullptr) continue;
        const auto& root = document->root();
        const auto at = sync::read_integer(root, "at_ms");
        ++mark.last;
        mark.head = journal::entry_hash(
            mark.head, {mark.last, {at ? *at : 0}, root.text_of("kind"), root.text_of("body")});
    }
    return mark;
}

/// The same lines with a blank in each, which the quick way does not know.
std::string spaced(std::string_view content) {
    std::string out;
    bool is_start = true;
    for (const char c : content) {
        out += c;
        if (is_start && c == '{') out += ' ';
        is_start = c == '\n';
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const std::string_view content = as_text(ByteView(data, size));
    const auto mark = mark_of(content);
    if (mark.last == 0) return 0;
    const auto read = sync::read_export_content(content, mark, journal::Hash{});
    const auto other = sync::read_export_content(spaced(content), mark, journal::Hash{});
    OUTPOST_CHECK(read.has_value() == other.has_value());
    if (!read) return 0;
    OUTPOST_CHECK(static_cast<std::int64_t>(read->entries.size()) == mark.last);
    OUTPOST_CHECK(read->certificates.size() == other->certificates.size());
    for (std::size_t at = 0; at < read->certificates.size(); ++at) {
        OUTPOST_CHECK(read->certificates[at].number == other->certificates[at].number);
        OUTPOST_CHECK(read->certificates[at].sealed == other->certificates[at].sealed);
        (void)sync::unpack(read->certificates[at].sealed);
    }
    return 0;
}
