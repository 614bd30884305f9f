#include "core/hub/check_export.h"

#include "core/hub/certificate_request.h"
#include "core/hub/kept_certificate.h"
#include "core/json/reader.h"
#include "core/sync/export_mark.h"

#include <map>
#include <utility>

namespace outpost::hub {

namespace {

Bytes bytes_of(const journal::Hash& hash) {
    return {hash.begin(), hash.end()};
}

/// The keyed hashes by which two certificates are found to be of one event or person.
Result<void> compare_by(CertificateFacts& facts, std::string_view request_json,
                        const HubIdentity& hub) {
    OUTPOST_TRY(const auto request, json::read(request_json, request_limits));
    const auto keys = read_request_keys(request.root());
    if (keys.pre_enrollment_code.empty()) return {};
    facts.event =
        bytes_of(hub.keyed.of("hub event", {keys.pre_enrollment_code, keys.program_id, keys.dose}));
    facts.person = bytes_of(hub.keyed.of("hub person", {keys.pre_enrollment_code}));
    const auto folded = hub.folder.folded(keys.name);
    facts.name = bytes_of(hub.keyed.of("hub name", {folded.empty() ? keys.name : folded}));
    return {};
}

/// What an entry "signed" says of its certificate.
Result<CertificateFacts> facts_of(const journal::Entry& entry) {
    OUTPOST_TRY(const auto document, json::read(entry.body, sync::entry_body_limits));
    const json::Value& body = document.root();
    CertificateFacts facts;
    OUTPOST_TRY(facts.order, sync::read_integer(body, "order"));
    facts.certificate_id = body.text_of("id");
    facts.replaces = body.text_of("replaces");
    facts.at = entry.at;
    return facts;
}

Result<void> add_content(CertificateFacts& facts, ByteView sealed, const HubIdentity& hub,
                         Random& random) {
    OUTPOST_TRY(const auto content, sync::open_certificate(sealed, hub.keys.seal));
    if (content.certificate_id != facts.certificate_id)
        return Error{Errc::BadValue, 0, "a certificate that its entry does not name"};
    facts.kind = content.kind;
    OUTPOST_TRY(facts.kept, keep_certificate(content, facts.message_id, hub.box, random));
    return compare_by(facts, content.request_json, hub);
}

}  // namespace

Result<HubIdentity> HubIdentity::make(sync::HubKeys keys) {
    OUTPOST_TRY(auto folder, names::NameFolder::make());
    const journal::KeyedHash root(sync::secret_of(keys));
    const auto hashes = root.of("outpost hub keyed hashes", {});
    OUTPOST_TRY(auto box, crypto::OwnBox::from_key(root.of("outpost hub ledger box", {})));
    return HubIdentity{std::move(keys), journal::KeyedHash(crypto::SecretBytes::copy_of(hashes)),
                       std::move(box), std::move(folder)};
}

Result<CheckedExport> check_export_file(ByteView file, const HubIdentity& hub,
                                        const sync::KioskPublic& kiosk, Random& random) {
    OUTPOST_TRY(auto opened, sync::open_export(file, hub.keys, kiosk));
    OUTPOST_TRY(auto content, sync::read_export_content(as_text(opened.content), opened.header.mark,
                                                        opened.header.previous));
    std::map<std::int64_t, Bytes> sealed;  // read_export_content(): one for each "signed"
    for (auto& certificate : content.certificates)
        sealed[certificate.number] = std::move(certificate.sealed);
    CheckedExport checked{
        std::move(opened.header), std::move(content.entries), {}, std::move(content.report)};
    for (const auto& entry : checked.entries) {
        if (entry.kind != "signed") continue;
        OUTPOST_TRY(auto facts, facts_of(entry));
        facts.message_id = message_id_of(checked.header.kiosk, entry);
        OUTPOST_TRY_VOID(add_content(facts, sealed[facts.order], hub, random));
        checked.certificates.push_back(std::move(facts));
    }
    return checked;
}

std::string message_id_of(std::string_view kiosk, const journal::Entry& entry) {
    return std::string(kiosk) + "-" + std::to_string(entry.sequence) + "-" +
           entry.hash_hex.substr(0, short_hash_digits);
}

}  // namespace outpost::hub
