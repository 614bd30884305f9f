// Request rules: whatever the item, the result is errors or a normal form that stays as it is when
// it is checked again; the credential's values come out and the identifier can stand in an IRI.
#include "core/issuing/credential_values.h"
#include "core/issuing/request_rules.h"
#include "core/json/reader.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace outpost;

namespace {

constexpr UtcInstant now{1'644'311'742'318};

void check_values(const json::Value& item) {
    profile::IssuerRules issuer;
    issuer.did = "did:x";
    const auto text =
        issuing::computed_values({item, issuer, {}, {}, "https://e/v2", "417", "#f", now});
    OUTPOST_CHECK(text.has_value());
    const auto values = json::read(*text, {8 * fuzz::input_bytes_max, 4, 64});
    OUTPOST_CHECK(values.has_value());
    const auto id = values->root().text_of("recipientIdentifier");
    OUTPOST_CHECK(id.find(':') != std::string_view::npos);
    OUTPOST_CHECK(id.find_first_of("<>\"{}|^`\\\n\r\t") == std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto document = json::read(as_text({data, size}));
    if (!document) return 0;
    check_values(document->root());
    for (const bool is_v1 : {false, true}) {
        const issuing::RequestRules rules{is_v1, is_v1};
        const auto checked = issuing::check_request(document->root(), rules, now);
        OUTPOST_CHECK(checked.errors.size() <= issuing::item_errors_max);
        OUTPOST_CHECK(checked.errors.empty() == !checked.json.empty());
        if (!checked.errors.empty()) continue;
        OUTPOST_CHECK(checked.dose >= 1 && checked.dose <= issuing::dose_max);
        const auto item = json::read(checked.json);
        OUTPOST_CHECK(item.has_value());
        const auto again = issuing::check_request(item->root(), rules, now);
        OUTPOST_CHECK(again.json == checked.json);
        OUTPOST_CHECK(again.content == checked.content);
    }
    return 0;
}
