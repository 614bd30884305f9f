#include "core/sync/export_mark.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/journal/journal.h"
#include "core/trust/method_json.h"

#include <algorithm>

namespace outpost::sync {

std::string kiosk_id_of(const crypto::PublicKey& key) {
    return bytes::encode_hex(crypto::sha256(key.raw())).substr(0, party_id_digits);
}

bool is_party_id(std::string_view text) {
    return text.size() == party_id_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

void write_mark(json::Writer& out, const journal::ExportMark& mark) {
    out.key("number").value(mark.number).key("first").value(mark.first);
    out.key("last").value(mark.last).key("head").value(bytes::encode_hex(mark.head));
}

Result<journal::ExportMark> read_mark(const json::Value& object) {
    journal::ExportMark mark;
    OUTPOST_TRY(mark.number, read_integer(object, "number"));
    OUTPOST_TRY(mark.first, read_integer(object, "first"));
    OUTPOST_TRY(mark.last, read_integer(object, "last"));
    OUTPOST_TRY(mark.head, trust::read_digest(object, "head"));
    if (mark.number < 1 || mark.first < 1 || mark.last < mark.first ||
        mark.last - mark.first >= journal::entries_per_export)
        return Error{Errc::BadValue, 0, "range of an export"};
    return mark;
}

Result<std::int64_t> read_integer(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr || value->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "a number"};
    return value->as_integer();
}

Result<std::string> read_party_id(const json::Value& object, std::string_view name) {
    const auto text = object.text_of(name);
    if (text.empty()) return Error{Errc::BadSyntax, 0, "an id"};
    if (!is_party_id(text)) return Error{Errc::BadValue, 0, "an id"};
    return std::string(text);
}

}  // namespace outpost::sync
