// installed.json.
#include "core/sync/installed.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/trust/method_json.h"

#include <utility>

namespace outpost::sync {

namespace {

Result<std::uint64_t> read_sequence(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr || value->kind() != json::Kind::Integer || value->as_integer() < 1)
        return Error{Errc::BadSyntax, 0, "sequence of installed trust data"};
    return static_cast<std::uint64_t>(value->as_integer());
}

Result<UtcInstant> read_required_instant(const json::Value& object, std::string_view name) {
    OUTPOST_TRY(const auto instant, trust::read_instant(object, name));
    if (!instant) return Error{Errc::BadSyntax, 0, "a date of installed trust data"};
    return *instant;
}

Result<Generation> read_generation(const json::Value& object) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a generation must be an object"};
    if (!trust::has_only(object, {"sequence", "imported_at", "bundles"}))
        return Error{Errc::Unsupported, 0, "unknown member of a generation"};
    Generation generation;
    OUTPOST_TRY(generation.sequence, read_sequence(object, "sequence"));
    OUTPOST_TRY(generation.imported_at, read_required_instant(object, "imported_at"));
    const json::Value* list = object.find("bundles");
    if (list == nullptr || !list->is_array() || list->items().empty() ||
        list->items().size() > bundles_in_chain_max)
        return Error{Errc::BadSyntax, 0, "bundles of a generation"};
    for (const auto& id : list->items()) {
        if (!id.is_string() || !is_digest_name(id.as_string()))
            return Error{Errc::BadValue, 0, "id of a bundle"};
        generation.bundles.emplace_back(id.as_string());
    }
    return generation;
}

void write_generation(json::Writer& out, const Generation& generation) {
    out.begin_object().key("sequence").value(generation.sequence);
    out.key("imported_at").value(format_rfc3339(generation.imported_at));
    out.key("bundles").begin_array();
    for (const auto& id : generation.bundles) out.value(id);
    out.end_array().end_object();
}

}  // namespace

Result<Installed> parse_installed(std::string_view json_text) {
    OUTPOST_TRY(const auto document, json::read(json_text, {installed_bytes_max, 8, 4096}));
    const json::Value& root = document.root();
    if (!root.is_object()) return Error{Errc::BadSyntax, 0, "installed trust data"};
    const json::Value* version = root.find("outpost_installed");
    if (version == nullptr || version->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "installed trust data"};
    if (version->as_integer() != installed_version)
        return Error{Errc::Unsupported, 0, "version of installed trust data"};
    if (!trust::has_only(root, {"outpost_installed", "sequence_floor", "signed_floor", "roots",
                                "current", "previous"}))
        return Error{Errc::Unsupported, 0, "unknown member of installed trust data"};
    Installed installed;
    OUTPOST_TRY(installed.sequence_floor, read_sequence(root, "sequence_floor"));
    OUTPOST_TRY(installed.signed_floor, read_required_instant(root, "signed_floor"));
    const json::Value* roots = root.find("roots");
    const json::Value* current = root.find("current");
    if (roots == nullptr || current == nullptr)
        return Error{Errc::BadSyntax, 0, "installed trust data"};
    OUTPOST_TRY(installed.roots, trust::read_root_set(*roots));
    OUTPOST_TRY(installed.current, read_generation(*current));
    if (const json::Value* previous = root.find("previous")) {
        OUTPOST_TRY(installed.previous, read_generation(*previous));
    }
    return installed;
}

std::string write_installed(const Installed& installed) {
    json::Writer out;
    out.begin_object().key("outpost_installed").value(installed_version);
    out.key("sequence_floor").value(installed.sequence_floor);
    out.key("signed_floor").value(format_rfc3339(installed.signed_floor));
    out.key("roots");
    trust::write_root_set(out, installed.roots);
    out.key("current");
    write_generation(out, installed.current);
    if (installed.previous) {
        out.key("previous");
        write_generation(out, *installed.previous);
    }
    out.end_object();
    return std::move(out).take() + "\n";
}

bool is_digest_name(std::string_view text) {
    const auto raw = bytes::decode_hex(text);
    return raw && raw->size() == crypto::Sha256Digest().size() && bytes::encode_hex(*raw) == text;
}

std::string installed_path(const std::string& folder) {
    return folder + "/installed.json";
}

std::string bundle_path(const std::string& folder, const std::string& bundle_id) {
    return folder + "/bundles/" + bundle_id + ".json";
}

std::string part_path(const std::string& folder, std::string_view digest_hex) {
    return folder + "/parts/" + std::string(digest_hex);
}

}  // namespace outpost::sync
