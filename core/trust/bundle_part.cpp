// The sections `parts` and `removed` of a bundle.
#include "core/trust/bundle_part.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <set>
#include <utility>

namespace outpost::trust {

namespace {

constexpr std::size_t profile_words_max = 8;
constexpr std::size_t data_chars_max = 12 * 1024 * 1024;

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

Result<PartKind> read_kind(const json::Value& object) {
    const auto at =
        std::find(part_kind_names.begin(), part_kind_names.end(), object.text_of("kind"));
    if (at == part_kind_names.end()) return Error{Errc::Unsupported, 0, "kind of a part"};
    return static_cast<PartKind>(at - part_kind_names.begin());
}

Result<PartName> read_name(const json::Value& object,
                           std::initializer_list<std::string_view> members) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a part must be an object"};
    if (!has_only(object, members)) return Error{Errc::Unsupported, 0, "unknown member of a part"};
    PartName name;
    OUTPOST_TRY(name.kind, read_kind(object));
    OUTPOST_TRY(name.name, read_text(object, "name"));
    if (!is_part_name(name)) return Error{Errc::BadValue, 0, "name of a part"};
    return name;
}

Result<BundlePart> read_part(const json::Value& object) {
    BundlePart part;
    OUTPOST_TRY(part.name, read_name(object, {"kind", "name", "bytes", "sha256", "data"}));
    const json::Value* size = object.find("bytes");
    if (size == nullptr || size->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "bytes of a part"};
    if (size->as_integer() < 0) return Error{Errc::BadValue, 0, "bytes of a part"};
    part.bytes = static_cast<std::uint64_t>(size->as_integer());
    if (part.bytes > part_bytes_max) return Error{Errc::TooLong, part_bytes_max, "part"};
    OUTPOST_TRY(part.digest, read_digest(object, "sha256"));
    const json::Value* data = object.find("data");
    if (data == nullptr) return part;
    if (!data->is_string()) return Error{Errc::BadSyntax, 0, "data of a part"};
    OUTPOST_TRY(part.data, bytes::decode_base64(data->as_string(), data_chars_max));
    if (!is_content_of(part, *part.data)) return Error{Errc::BadChecksum, 0, "data of a part"};
    return part;
}

/// Reads each item of an array that may be absent, and finds names that stand twice.
template <typename Item, typename ReadItem, typename NameOf>
Result<std::vector<Item>> read_items(const json::Value* list, ReadItem read_item, NameOf name_of) {
    std::vector<Item> items;
    if (list == nullptr) return items;
    if (!list->is_array()) return Error{Errc::BadSyntax, 0, "a section must be an array"};
    if (list->items().size() > bundle_parts_max)
        return Error{Errc::TooLong, bundle_parts_max, "parts"};
    std::set<std::pair<PartKind, std::string>> seen;
    for (const auto& object : list->items()) {
        OUTPOST_TRY(auto item, read_item(object));
        const PartName& name = name_of(item);
        if (!seen.emplace(name.kind, name.name).second)
            return Error{Errc::Duplicate, 0, "a part twice"};
        items.push_back(std::move(item));
    }
    return items;
}

void write_name(json::Writer& out, const PartName& name) {
    out.key("kind").value(part_kind_name(name.kind)).key("name").value(name.name);
}

}  // namespace

std::string_view part_kind_name(PartKind kind) {
    return part_kind_names[static_cast<std::size_t>(kind)];
}

Result<BundlePart> make_part(PartName name, Bytes content) {
    if (!is_part_name(name)) return Error{Errc::BadValue, 0, "name of a part"};
    if (content.size() > part_bytes_max) return Error{Errc::TooLong, part_bytes_max, "part"};
    BundlePart part{std::move(name), content.size(), crypto::sha256(content), std::nullopt};
    part.data = std::move(content);
    return part;
}

bool is_content_of(const BundlePart& part, ByteView content) {
    return content.size() == part.bytes && crypto::sha256(content) == part.digest;
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), is_word_character);
}

bool is_part_name(const PartName& name) {
    if (name.name.size() > part_name_bytes_max) return false;
    std::size_t words = 0;
    std::string_view rest = name.name;
    while (true) {
        const auto slash = rest.find('/');
        if (!is_plain_name(rest.substr(0, slash))) return false;
        ++words;
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    if (name.kind == PartKind::Profile) return words >= 2 && words <= profile_words_max;
    return words == 1;
}

Result<std::vector<BundlePart>> read_parts(const json::Value& root) {
    return read_items<BundlePart>(
        root.find("parts"), read_part,
        [](const BundlePart& part) -> const PartName& { return part.name; });
}

Result<std::vector<PartName>> read_removed(const json::Value& root) {
    return read_items<PartName>(
        root.find("removed"),
        [](const json::Value& object) {
            return read_name(object, {"kind", "name"});
        },
        [](const PartName& name) -> const PartName& { return name; });
}

void write_parts(json::Writer& out, const std::vector<BundlePart>& parts) {
    if (parts.empty()) return;
    out.key("parts").begin_array();
    for (const auto& part : parts) {
        out.begin_object();
        write_name(out, part.name);
        out.key("bytes").value(part.bytes).key("sha256").value(bytes::encode_hex(part.digest));
        if (part.data) out.key("data").value(bytes::encode_base64(*part.data));
        out.end_object();
    }
    out.end_array();
}

void write_removed(json::Writer& out, const std::vector<PartName>& removed) {
    if (removed.empty()) return;
    out.key("removed").begin_array();
    for (const auto& name : removed) {
        out.begin_object();
        write_name(out, name);
        out.end_object();
    }
    out.end_array();
}

}  // namespace outpost::trust
