#include "core/trust/trust_list.h"

#include "core/bytes/base64.h"
#include "core/crypto/digest.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/trust/display_text.h"
#include "core/trust/jwk.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <set>
#include <utility>

namespace outpost::trust {

namespace {

constexpr json::ReadLimits list_limits{trust_list_bytes_max, 12, 1'000'000};
constexpr std::size_t kid_bytes = 8;
constexpr std::size_t url_bytes_max = 900;  // two of them and a sign stay below text_bytes_max
constexpr std::string_view did_key_start = "did:key:";

/// RFC 7638 section 3: the required members in the order of their names, and nothing else.
std::string thumbprint_of(const json::Value& jwk) {
    json::Writer text;
    text.begin_object();
    const auto kty = jwk.text_of("kty");
    if (kty == "RSA") {
        text.key("e")
            .value(jwk.text_of("e"))
            .key("kty")
            .value(kty)
            .key("n")
            .value(jwk.text_of("n"));
    } else {
        text.key("crv").value(jwk.text_of("crv")).key("kty").value(kty);
        text.key("x").value(jwk.text_of("x"));
        if (kty == "EC") text.key("y").value(jwk.text_of("y"));
    }
    text.end_object();
    return bytes::encode_base64url(crypto::sha256(as_bytes(std::move(text).take())));
}

/// Collects what is taken and what is not; each id with each key once.
class Taking {
  public:
    Taking(ListKind kind, const ListOptions& options) : options_(options) { taken_.kind = kind; }

    void refuse(std::string_view entry, const char* reason) {
        taken_.not_taken.push_back({shown(entry), reason});
    }
    void take(VerificationMethod method) {
        method.published = crypto::is_published(method.key);
        if (method.published && !options_.allow_published_keys)
            return refuse(method.id, "its private half is public knowledge");
        if (!seen_.insert({method.id, method.key.fingerprint()}).second)
            return refuse(method.id, "it stands in the list before");
        taken_.methods.push_back(std::move(method));
    }
    [[nodiscard]] const ListOptions& options() const { return options_; }
    [[nodiscard]] bool is_full() const {
        return taken_.methods.size() + taken_.not_taken.size() > trust_list_entries_max;
    }
    Result<TakenList> end() && {
        if (is_full()) return Error{Errc::TooLong, trust_list_entries_max, "entries of a list"};
        return std::move(taken_);
    }

  private:
    static std::string shown(std::string_view entry) {
        constexpr std::size_t shown_max = 200;
        if (entry.empty()) return "an entry without a name";
        return is_display_text(entry) ? std::string(entry.substr(0, shown_max))
                                      : std::string("a name that cannot be shown");
    }

    const ListOptions& options_;
    TakenList taken_;
    std::set<std::pair<std::string, crypto::Sha256Digest>> seen_;
};

bool is_usable_text(std::string_view text) {
    return !text.empty() && text.size() <= url_bytes_max && is_display_text(text);
}

/// A certificate that stands beside a key must be that key's. The first of x5c only: what signed
/// it is not looked at.
bool fits_its_certificate(const json::Value& jwk, const crypto::PublicKey& key) {
    const auto* chain = jwk.find("x5c");
    if (chain == nullptr) return true;
    if (!chain->is_array() || chain->items().empty() || !chain->items()[0].is_string())
        return false;
    const auto der = bytes::decode_base64(chain->items()[0].as_string());
    if (!der) return false;
    const auto certified = crypto::PublicKey::from_x509(*der);
    return certified && *certified == key;
}

struct JwkOwner {
    std::string_view prefix;  // of the id: empty, or an issuer's URL and '#'
    std::string_view issuer;
    std::string_view name;
    bool kid_is_thumbprint = false;
};

void take_jwk(const json::Value& jwk, const JwkOwner& owner, Taking& taking) {
    if (!jwk.is_object()) return taking.refuse({}, "no key");
    const auto kid = jwk.text_of("kid");
    auto key = parse_jwk(jwk);
    if (!key) return taking.refuse(kid, key.error().what);
    if (const auto use = jwk.text_of("use"); !use.empty() && use != "sig")
        return taking.refuse(kid, "not for signatures");
    const auto thumbprint = thumbprint_of(jwk);
    if (owner.kid_is_thumbprint && kid != thumbprint)
        return taking.refuse(kid, "its kid is not the key's thumbprint");
    if (!fits_its_certificate(jwk, *key))
        return taking.refuse(kid, "its certificate is another key's");
    const auto& name = kid.empty() ? thumbprint : kid;
    if (!is_usable_text(name)) return taking.refuse(kid, "a kid that cannot be used");
    auto method = method_of(std::string(owner.prefix) + std::string(name), std::move(*key));
    method.controller = owner.issuer;
    method.name = owner.name;
    if (!owner.issuer.empty()) method.issuers.emplace_back(owner.issuer);
    taking.take(std::move(method));
}

bool has_private_jwk(const json::Value& keys) {
    return keys.is_array() &&
           std::any_of(keys.items().begin(), keys.items().end(), [](const json::Value& jwk) {
               return jwk.is_object() && has_private_member(jwk);
           });
}

Error private_key() {
    return {Errc::BadKey, 0, "a private key in a trust list"};
}

Result<TakenList> take_jwks(const json::Value& keys, const ListOptions& options) {
    if (has_private_jwk(keys)) return private_key();
    Taking taking(ListKind::Jwks, options);
    for (const auto& jwk : keys.items()) {
        take_jwk(jwk, {{}, options.issuer, {}, false}, taking);
        if (taking.is_full()) break;
    }
    return std::move(taking).end();
}

Result<void> take_issuer(const json::Value& entry, Taking& taking) {
    const auto* issuer = entry.is_object() ? entry.find("issuer") : nullptr;
    const auto* keys = entry.is_object() ? entry.find("keys") : nullptr;
    if (issuer == nullptr || !issuer->is_object() || keys == nullptr || !keys->is_array())
        return taking.refuse({}, "no issuer with keys"), Result<void>();
    if (has_private_jwk(*keys)) return private_key();
    const auto url = issuer->text_of("iss");
    // SMART Health Cards framework, "Determining keys": https, no trailing slash.
    if (!is_usable_text(url) || !url.starts_with("https://") || url.ends_with('/'))
        return taking.refuse(url, "not the URL of an issuer"), Result<void>();
    auto name = issuer->text_of("name");
    if (!is_usable_text(name)) name = {};
    const auto prefix = std::string(url) + "#";
    for (const auto& jwk : keys->items()) {
        if (jwk.is_object() && jwk.find("crlVersion") != nullptr)
            taking.refuse(prefix + std::string(jwk.text_of("kid")),
                          "the key is taken; the list of cards that it withdraws is not");
        take_jwk(jwk, {prefix, url, name, true}, taking);
        if (taking.is_full()) break;
    }
    return {};
}

Result<TakenList> take_directory(const json::Value& issuers, const ListOptions& options) {
    Taking taking(ListKind::ShcDirectory, options);
    for (const auto& entry : issuers.items()) {
        OUTPOST_TRY_VOID(take_issuer(entry, taking));
        if (taking.is_full()) break;
    }
    return std::move(taking).end();
}

std::string kid_of(const crypto::CertificateFacts& facts) {
    return bytes::encode_base64(ByteView(facts.digest).first(kid_bytes));
}

void take_certificate(ByteView der, const crypto::CertificateFacts& facts, std::string_view entry,
                      Taking& taking) {
    if (const auto* authorities = taking.options().authorities) {
        const auto checked = authorities->check(der);
        if (!checked) return taking.refuse(entry, checked.error().what);
    }
    auto method = method_of(kid_of(facts), facts.key);
    method.controller = facts.country;
    method.name = facts.country;
    if (!taking.options().issuer.empty())
        method.issuers.push_back(taking.options().issuer);
    else if (!facts.country.empty())
        method.issuers.push_back(facts.country);
    method.not_before = facts.not_before;
    method.not_after = facts.not_after;
    taking.take(std::move(method));
}

/// EU DCC gateway, TrustListDto: kid, country, certificateType, rawData (DER in base64).
void take_signer(const json::Value& entry, Taking& taking) {
    const auto kid = entry.text_of("kid");
    if (entry.text_of("certificateType") != "DSC")
        return taking.refuse(kid, "not a document signer");
    const auto der = bytes::decode_base64(entry.text_of("rawData"));
    if (!der) return taking.refuse(kid, "its certificate is not base64");
    const auto facts = crypto::read_certificate(*der);
    if (!facts) return taking.refuse(kid, facts.error().what);
    if (kid != kid_of(*facts)) return taking.refuse(kid, "its kid is not the certificate's");
    if (const auto country = entry.text_of("country"); country != facts->country)
        return taking.refuse(kid, "of another country than its certificate");
    take_certificate(*der, *facts, kid, taking);
}

Result<TakenList> take_signers(const json::Value& entries, const ListOptions& options) {
    Taking taking(ListKind::DccSigners, options);
    for (const auto& entry : entries.items()) {
        if (entry.is_object())
            take_signer(entry, taking);
        else
            taking.refuse({}, "no certificate");
        if (taking.is_full()) break;
    }
    return std::move(taking).end();
}

bool holds_signers(const json::Value* entries) {
    return entries != nullptr && entries->is_array() && !entries->items().empty() &&
           entries->items()[0].is_object() && entries->items()[0].find("rawData") != nullptr;
}

/// did:key: the multibase key, and itself as the fragment (did:key method, section 3.1).
Result<TakenList> take_did_key(std::string_view did, const ListOptions& options) {
    Taking taking(ListKind::DidKey, options);
    const auto multibase = did.substr(did_key_start.size());
    auto key = crypto::PublicKey::from_multibase(multibase);
    if (!key) {
        taking.refuse(did, key.error().what);
        return std::move(taking).end();
    }
    auto method = method_of(std::string(did) + "#" + std::string(multibase), std::move(*key));
    method.controller = did;
    method.issuers.push_back(options.issuer.empty() ? std::string(did) : options.issuer);
    taking.take(std::move(method));
    return std::move(taking).end();
}

Result<TakenList> take_json(std::string_view text, const ListOptions& options) {
    OUTPOST_TRY(const auto document, json::read(text, list_limits));
    const auto& root = document.root();
    if (root.is_array() && holds_signers(&root)) return take_signers(root, options);
    if (!root.is_object()) return Error{Errc::Unsupported, 0, "no trust list that is known"};
    if (const auto* issuers = root.find("issuerInfo"); issuers != nullptr && issuers->is_array())
        return take_directory(*issuers, options);
    for (const std::string_view name : {"certificates", "trustList"})
        if (const auto* entries = root.find(name); holds_signers(entries))
            return take_signers(*entries, options);
    if (const auto* keys = root.find("keys"); keys != nullptr && keys->is_array())
        return take_jwks(*keys, options);
    return Error{Errc::Unsupported, 0, "no trust list that is known"};
}

}  // namespace

std::string_view list_kind_name(ListKind kind) {
    return list_kind_names.at(static_cast<std::size_t>(kind));
}

Result<TakenList> take_trust_list(ByteView content, const ListOptions& options) {
    if (content.size() > trust_list_bytes_max)
        return Error{Errc::TooLong, trust_list_bytes_max, "trust list"};
    auto text = as_text(content);
    if (text.find("PRIVATE KEY-----") != std::string_view::npos) return private_key();
    if (text.starts_with(did_key_start)) {
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
        if (!is_usable_text(text)) return Error{Errc::BadValue, 0, "a did:key"};
        return take_did_key(text, options);
    }
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (text[first] == '{' || text[first] == '['))
        return take_json(text, options);
    constexpr unsigned char der_sequence = 0x30;
    const bool is_der = !content.empty() && content[0] == der_sequence;
    if (!is_der && !text.starts_with("-----BEGIN CERTIFICATE-----"))
        return Error{Errc::Unsupported, 0, "no trust list that is known"};
    Taking taking(ListKind::Certificate, options);
    if (const auto facts = crypto::read_certificate(content))
        take_certificate(content, *facts, "the certificate", taking);
    else
        taking.refuse("the certificate", facts.error().what);
    return std::move(taking).end();
}

std::string write_key_file(const std::vector<VerificationMethod>& methods) {
    json::Writer writer;
    writer.begin_array();
    for (const auto& method : methods) write_method(writer, method, MethodSource::LooseFile);
    writer.end_array();
    return std::move(writer).take();
}

}  // namespace outpost::trust
