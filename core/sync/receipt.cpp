#include "core/sync/receipt.h"

#include "core/bytes/base64.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/export_mark.h"
#include "core/trust/method_json.h"

#include <set>
#include <utility>

namespace outpost::sync {

namespace {

constexpr std::string_view signed_as = "outpost-receipt/1\n";

Bytes to_be_signed(std::string_view line) {
    return to_bytes(as_bytes(std::string(signed_as) + std::string(line)));
}

Result<Receipt> read_body(std::string_view line) {
    OUTPOST_TRY(const auto document, json::read(line, {receipt_bytes_max, 4, 16 * 1024}));
    const json::Value& root = document.root();
    OUTPOST_TRY(const auto version, read_integer(root, "outpost_receipt"));
    if (version != 1 ||
        !trust::has_only(root, {"outpost_receipt", "hub", "kiosk", "made_at", "exports"}))
        return Error{Errc::Unsupported, 0, "version or member of a receipt"};
    Receipt receipt;
    OUTPOST_TRY(receipt.hub, read_party_id(root, "hub"));
    OUTPOST_TRY(receipt.kiosk, read_party_id(root, "kiosk"));
    OUTPOST_TRY(receipt.made_at, parse_rfc3339(root.text_of("made_at")));
    const json::Value* list = root.find("exports");
    if (list == nullptr || !list->is_array())
        return Error{Errc::BadSyntax, 0, "exports of a receipt"};
    if (list->items().size() > exports_per_receipt_max)
        return Error{Errc::TooLong, exports_per_receipt_max, "exports of a receipt"};
    std::set<std::pair<std::int64_t, journal::Hash>> marks;
    for (const auto& each : list->items()) {
        if (!trust::has_only(each, {"number", "first", "last", "head"}))
            return Error{Errc::Unsupported, 0, "member of a receipt"};
        OUTPOST_TRY(const auto mark, read_mark(each));
        if (!marks.emplace(mark.number, mark.head).second)
            return Error{Errc::Duplicate, 0, "an export twice in a receipt"};
        receipt.exports.push_back(mark);
    }
    return receipt;
}

}  // namespace

Result<std::string> sign_receipt(const Receipt& receipt, const HubKeys& hub) {
    if (receipt.hub != hub.public_part().id()) return Error{Errc::BadValue, 0, "hub of a receipt"};
    if (receipt.exports.size() > exports_per_receipt_max)
        return Error{Errc::TooLong, exports_per_receipt_max, "exports of a receipt"};
    json::Writer out;
    out.begin_object().key("outpost_receipt").value(1);
    out.key("hub").value(receipt.hub).key("kiosk").value(receipt.kiosk);
    out.key("made_at").value(format_rfc3339(receipt.made_at)).key("exports").begin_array();
    for (const auto& mark : receipt.exports) {
        out.begin_object();
        write_mark(out, mark);
        out.end_object();
    }
    out.end_array().end_object();
    auto line = std::move(out).take();
    OUTPOST_TRY(const auto signature, hub.sign.sign_ed25519(to_be_signed(line)));
    return line + "\n" + bytes::encode_base64(signature) + "\n";
}

Result<Receipt> read_receipt(std::string_view text, const HubPublic& hub) {
    if (text.size() > receipt_bytes_max) return Error{Errc::TooLong, receipt_bytes_max, "receipt"};
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return Error{Errc::BadSyntax, 0, "receipt"};
    const auto line = text.substr(0, end);
    auto rest = text.substr(end + 1);
    if (rest.empty() || rest.back() != '\n')
        return Error{Errc::BadSyntax, end, "signature of a receipt"};
    rest.remove_suffix(1);
    const auto signature = bytes::decode_base64(rest);
    if (!signature) return Error{Errc::BadSyntax, end, "signature of a receipt"};
    // Before anything of it is believed.
    if (!hub.sign.verify_ed25519(to_be_signed(line), *signature))
        return Error{Errc::BadSignature, end, "receipt altered, or of another hub"};
    OUTPOST_TRY(auto receipt, read_body(line));
    if (receipt.hub != hub.id()) return Error{Errc::BadValue, 0, "receipt of another hub"};
    return receipt;
}

std::string receipt_file_name(std::string_view kiosk_id) {
    return "receipt-" + std::string(kiosk_id) + ".json";
}

}  // namespace outpost::sync
