// outpost trust inspect: what is trusted, how old it is, who signed it.
#include "core/bytes/hex.h"
#include "core/json/writer.h"
#include "core/sync/trust_in_force.h"
#include "core/trust/bundle.h"
#include "core/trust/loader.h"
#include "firmware-app/station/check_setup.h"
#include "tools/outpost/trust_command.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace outpost::tools {

namespace {

/// What inspect has found out about its path.
struct Inspection {
    std::string path;
    bool is_bundle = false;
    trust::Bundle bundle;  // of loose keys: methods only
    std::vector<trust::LoadNote> notes;
    std::string signature;  // "holds", "broken", "missing", "unknown_root", "not_checked", and for
                            // a trust folder "imported" (it was checked then)
    std::vector<std::string> signed_by;  // the signatures' key ids
    std::string trusted_comment;         // only of a signature that holds
    UtcInstant at;
};

std::string_view age_name(trust::TrustAge age) {
    switch (age) {
        case trust::TrustAge::Unknown:
            return "unknown";
        case trust::TrustAge::Current:
            return "current";
        case trust::TrustAge::NotYet:
            return "not_yet";
        case trust::TrustAge::Expired:
            return "expired";
    }
    return "unknown";
}

std::string type_name(const crypto::PublicKey& key) {
    switch (key.type()) {
        case crypto::KeyType::Ed25519:
            return "Ed25519";
        case crypto::KeyType::Rsa:
            return "RSA-" + std::to_string(key.bits());
        case crypto::KeyType::EcP256:
            return "P-256";
        case crypto::KeyType::EcP384:
            return "P-384";
    }
    return "unknown";
}

void look_at_signature(const std::string& path, ByteView content,
                       const std::vector<trust::MinisignPublicKey>& roots, FileStore& files,
                       Inspection& found) {
    const auto text = files.read(path + ".minisig", trust::minisign_text_bytes_max);
    if (!text) {
        found.signature = "missing";
        return;
    }
    const auto signatures = trust::parse_minisign_signatures(as_text(*text));
    if (!signatures) {
        found.signature = "broken";
        return;
    }
    found.signature = roots.empty() ? "not_checked" : "unknown_root";
    for (const auto& signature : *signatures) {
        found.signed_by.push_back(trust::format_key_id(signature.key_id));
        const auto root = std::find_if(roots.begin(), roots.end(), [&](const auto& key) {
            return key.key_id == signature.key_id;
        });
        if (root == roots.end() || found.signature == "broken") continue;
        const bool holds = trust::check_minisign(signature, content, *root).has_value();
        found.signature = holds ? "holds" : "broken";
        found.trusted_comment = holds ? signature.trusted_comment : "";
    }
    // The tool puts tabs between the parts of its own comments.
    std::replace(found.trusted_comment.begin(), found.trusted_comment.end(), '\t', ' ');
}

Result<Inspection> inspect_bundle(const std::string& path, ByteView content,
                                  const std::vector<trust::MinisignPublicKey>& roots,
                                  FileStore& files) {
    OUTPOST_TRY(auto bundle, trust::parse_bundle(content));
    Inspection found;
    found.is_bundle = true;
    found.bundle = std::move(bundle);
    look_at_signature(path, content, roots, files, found);
    return found;
}

Result<Inspection> inspect_imported(const std::string& folder, FileStore& files) {
    OUTPOST_TRY(const auto installed, sync::read_installed(files, folder));
    OUTPOST_TRY(auto trust, sync::load_trust_in_force(files, folder));
    Inspection found;
    found.is_bundle = true;
    found.bundle.origin = std::move(trust.origin);
    found.bundle.methods = std::move(trust.methods);
    found.bundle.roots = installed.roots;
    for (auto& each : trust.parts) found.bundle.parts.push_back(std::move(each.part));
    found.signature = "imported";
    return found;
}

Result<Inspection> inspect_keys(const std::string& path, FileStore& files) {
    const std::vector<std::string> paths = {path};
    OUTPOST_TRY(auto loaded, trust::load_trust(files, paths, {}));
    Inspection found;
    const auto methods = loaded.snapshot.methods();
    found.bundle.methods.assign(methods.begin(), methods.end());
    found.notes = std::move(loaded.notes);
    return found;
}

void write_texts(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
    out.key(name).begin_array();
    for (const auto& text : texts) out.value(text);
    out.end_array();
}

void write_instant(json::Writer& out, std::string_view name,
                   const std::optional<UtcInstant>& instant) {
    out.key(name);
    if (instant)
        out.value(format_rfc3339(*instant));
    else
        out.null();
}

void write_key(json::Writer& out, const trust::VerificationMethod& method, UtcInstant at) {
    out.begin_object().key("id").value(method.id);
    out.key("type").value(type_name(method.key));
    out.key("fingerprint").value(bytes::encode_hex(method.key.fingerprint()));
    out.key("name").value(method.name).key("controller").value(method.controller);
    write_texts(out, "issuers", method.issuers);
    write_texts(out, "contexts", method.contexts);
    write_texts(out, "purposes", method.purposes);
    write_instant(out, "not_before", method.not_before);
    write_instant(out, "not_after", method.not_after);
    out.key("current").value(trust::is_current(method, at));
    out.key("revoked").value(method.revoked).key("published").value(method.published);
    if (method.withdrawal != nullptr) {
        out.key("revoked_from").value(format_rfc3339(method.withdrawal->from));
        out.key("kept").value(static_cast<std::uint64_t>(method.withdrawal->kept.size()));
    }
    out.end_object();
}

std::string joined(const std::vector<std::string>& texts) {
    std::string line;
    for (const auto& text : texts) line += (line.empty() ? "" : " ") + station::printable(text);
    return line;
}

std::vector<std::string> key_ids_of(const trust::RootSet& roots) {
    std::vector<std::string> ids;
    for (const auto& root : roots.keys) ids.push_back(trust::format_key_id(root.key.key_id));
    return ids;
}

/// What a bundle has besides keys.
void write_more(json::Writer& out, const trust::Bundle& bundle) {
    if (!bundle.base.empty()) out.key("base").value(bundle.base);
    out.key("parts").begin_array();
    for (const auto& part : bundle.parts) {
        out.begin_object().key("kind").value(trust::part_kind_name(part.name.kind));
        out.key("name").value(part.name.name).key("bytes").value(part.bytes);
        out.key("sha256").value(bytes::encode_hex(part.digest)).end_object();
    }
    out.end_array();
    if (!bundle.roots) return;
    out.key("threshold").value(static_cast<std::uint64_t>(bundle.roots->threshold));
    write_texts(out, "roots", key_ids_of(*bundle.roots));
}

std::string json_of(const Inspection& found) {
    const auto& origin = found.bundle.origin;
    json::Writer out;
    out.begin_object().key("path").value(found.path);
    out.key("kind").value(found.is_bundle ? "bundle" : "keys");
    out.key("age").value(age_name(trust::age_of(origin, found.at)));
    if (found.is_bundle) {
        out.key("name").value(found.bundle.name).key("bundle_id").value(origin.bundle_id);
        out.key("sequence").value(origin.sequence);
        write_instant(out, "issued_at", origin.issued_at);
        write_instant(out, "expires_at", origin.expires_at);
        out.key("signature").value(found.signature);
        out.key("signed_by").value(joined(found.signed_by));
        write_more(out, found.bundle);
        out.key("trusted_comment").value(found.trusted_comment);
        write_texts(out, "passed_over", found.bundle.passed_over);
    }
    out.key("keys").begin_array();
    for (const auto& method : found.bundle.methods) write_key(out, method, found.at);
    out.end_array().key("skipped").begin_array();
    for (const auto& note : found.notes)
        out.begin_object()
            .key("path")
            .value(note.path)
            .key("reason")
            .value(note.reason)
            .key("damaged")
            .value(note.damaged)
            .end_object();
    out.end_array().end_object();
    return std::move(out).take();
}

std::string or_none(const std::optional<UtcInstant>& instant, const char* none) {
    return instant ? format_rfc3339(*instant) : none;
}

void print_more(const trust::Bundle& bundle, const station::Console& console) {
    if (!bundle.base.empty()) console.result("continues  " + bundle.base);
    for (const auto& part : bundle.parts)
        console.result("carries    " + std::string(trust::part_kind_name(part.name.kind)) + " " +
                       part.name.name + ", " + std::to_string(part.bytes) + " bytes");
    for (const auto& name : bundle.removed)
        console.result("removes    " + std::string(trust::part_kind_name(name.kind)) + " " +
                       name.name);
    if (bundle.roots)
        console.result("roots      " + std::to_string(bundle.roots->threshold) + " of " +
                       joined(key_ids_of(*bundle.roots)));
}

void print_restriction(const char* label, const std::vector<std::string>& texts,
                       const station::Console& console) {
    if (!texts.empty()) console.result(label + joined(texts));
}

void print_key(const trust::VerificationMethod& method, UtcInstant at,
               const station::Console& console) {
    std::string state = method.revoked ? "revoked" : "active";
    if (method.withdrawal != nullptr)
        state += " from " + format_rfc3339(method.withdrawal->from) + ", " +
                 std::to_string(method.withdrawal->kept.size()) + " older certificates count";
    if (!trust::is_current(method, at)) state += ", outside its period";
    if (method.published) state += ", PRIVATE HALF IS PUBLIC";
    console.result("");
    console.result(station::printable(method.id));
    console.result("  key          " + type_name(method.key) + ", " + state);
    console.result("  fingerprint  " + bytes::encode_hex(method.key.fingerprint()));
    if (!method.name.empty()) console.result("  name         " + station::printable(method.name));
    if (!method.controller.empty())
        console.result("  controller   " + station::printable(method.controller));
    print_restriction("  issuers      ", method.issuers, console);
    print_restriction("  contexts     ", method.contexts, console);
    print_restriction("  purposes     ", method.purposes, console);
    if (method.not_before || method.not_after)
        console.result("  period       " + or_none(method.not_before, "any time") + " to " +
                       or_none(method.not_after, "no end"));
}

void print_for_people(const Inspection& found, const station::Console& console) {
    const auto& origin = found.bundle.origin;
    const auto count = std::to_string(found.bundle.methods.size());
    if (found.is_bundle) {
        console.result("trust bundle " + station::printable(found.path) + ", " + count + " keys");
        if (!found.bundle.name.empty())
            console.result("name       " + station::printable(found.bundle.name));
        console.result("sha-256    " + origin.bundle_id);
        console.result("sequence   " + std::to_string(origin.sequence));
        console.result("issued at  " + or_none(origin.issued_at, "unknown"));
        console.result("expires at " + or_none(origin.expires_at, "never"));
        console.result("age        " + std::string(age_name(trust::age_of(origin, found.at))));
        const auto by = found.signed_by.empty() ? "" : ", key " + joined(found.signed_by);
        console.result("signature  " + found.signature + by);
        if (!found.trusted_comment.empty())
            console.result("comment    " + station::printable(found.trusted_comment));
        print_more(found.bundle, console);
        if (!found.bundle.passed_over.empty())
            console.result("ignored    " + joined(found.bundle.passed_over));
    } else {
        console.result("loose keys " + station::printable(found.path) + ", " + count +
                       " keys, age unknown");
    }
    for (const auto& method : found.bundle.methods) print_key(method, found.at, console);
}

}  // namespace

int run_trust_inspect(const TrustInspectArguments& arguments, const TrustPorts& ports,
                      const station::Console& console) {
    std::optional<UtcInstant> at = ports.clock.now();
    std::vector<trust::MinisignPublicKey> roots;
    if (!station::read_instant(arguments.at, "--at", at, console) ||
        !station::read_roots(arguments.root, ports.files, roots, console))
        return station::exit_code::usage;
    const bool is_folder = ports.files.list(arguments.path).has_value();
    auto content = is_folder ? Result<Bytes>(Bytes())
                             : ports.files.read(arguments.path, trust::bundle_bytes_max);
    if (!content) {
        console.message("cannot read " + station::printable(arguments.path) + ": " +
                        station::words_for(content.error()));
        return station::exit_code::usage;
    }
    const bool is_imported = is_folder && sync::is_trust_folder(ports.files, arguments.path);
    const bool is_bundle = !is_folder && trust::looks_like_bundle(*content);
    auto found = is_imported ? inspect_imported(arguments.path, ports.files)
                 : is_bundle ? inspect_bundle(arguments.path, *content, roots, ports.files)
                             : inspect_keys(arguments.path, ports.files);
    if (!found) {
        console.message("refused: " + station::printable(arguments.path) + ": " +
                        station::words_for(found.error()));
        return station::exit_code::not_ok;
    }
    found->path = arguments.path;
    found->at = *at;
    for (const auto& note : found->notes)
        console.message((note.damaged ? "skipped, damaged: " : "skipped: ") +
                        station::printable(note.path) + ": " + note.reason);
    if (arguments.json)
        console.result(json_of(*found));
    else
        print_for_people(*found, console);
    const bool refused = is_bundle && (found->signature == "broken" ||
                                       (!roots.empty() && found->signature != "holds"));
    return refused ? station::exit_code::not_ok : station::exit_code::ok;
}

}  // namespace outpost::tools
