#include "core/crypto/certificate.h"

#include "core/crypto/openssl_handles.h"
#include "core/crypto/pem.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace outpost::crypto {

namespace {

using CrlPointer = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;

constexpr std::size_t certificate_bytes_max = 64 * 1024;

/// What OpenSSL has queued belongs to nobody else's call.
Error fault(Errc code, const char* what) {
    ERR_clear_error();
    return {code, 0, what};
}

Result<Bytes> der_of(ByteView der_or_pem, std::string_view label, std::size_t bytes_max) {
    if (as_text(der_or_pem).starts_with("-----BEGIN "))
        return decode_pem(as_text(der_or_pem), label, bytes_max);
    if (der_or_pem.size() > bytes_max) return Error{Errc::TooLong, bytes_max, "certificate or CRL"};
    return to_bytes(der_or_pem);
}

template <typename Pointer, auto decode>
Result<Pointer> parse_der(const Bytes& der, Errc code, const char* what) {
    const unsigned char* cursor = der.data();
    Pointer parsed(decode(nullptr, &cursor, static_cast<long>(der.size())));
    if (parsed == nullptr) return fault(code, what);
    if (cursor != der.data() + der.size())
        return Error{Errc::TrailingData, 0, "bytes after the certificate or CRL"};
    return parsed;
}

Result<Certificate> parse_certificate(ByteView der_or_pem) {
    OUTPOST_TRY(const auto der, der_of(der_or_pem, "CERTIFICATE", certificate_bytes_max));
    return parse_der<Certificate, d2i_X509>(der, Errc::BadKey, "not an X.509 certificate");
}

Result<UtcInstant> instant_of(const ASN1_TIME* time) {
    tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1)
        return fault(Errc::BadValue, "the period of a certificate");
    constexpr int tm_year_zero = 1900;
    const CivilDate date{parts.tm_year + tm_year_zero, parts.tm_mon + 1, parts.tm_mday};
    const std::int64_t seconds =
        std::int64_t{parts.tm_hour} * 3600 + std::int64_t{parts.tm_min} * 60 + parts.tm_sec;
    return UtcInstant{start_of(date).since_epoch_ms + seconds * 1'000};
}

/// In capitals: certificates of one country write it in both.
std::string country_of(const X509_NAME* name) {
    const int at = X509_NAME_get_index_by_NID(name, NID_countryName, -1);
    if (at < 0) return {};
    const auto* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    const auto* bytes = ASN1_STRING_get0_data(text);
    std::string country(bytes, bytes + ASN1_STRING_length(text));
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (country.size() > 3 || !std::all_of(country.begin(), country.end(), is_letter)) return {};
    for (char& c : country)
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    return country;
}

struct Period {
    UtcInstant from;
    UtcInstant to;
};

Result<Period> period_of(const X509* certificate) {
    Period period;
    OUTPOST_TRY(period.from, instant_of(X509_get0_notBefore(certificate)));
    OUTPOST_TRY(period.to, instant_of(X509_get0_notAfter(certificate)));
    if (period.to < period.from) return Error{Errc::BadValue, 0, "the period of a certificate"};
    return period;
}

bool is_signed_by(X509* certificate, X509* authority) {
    const EvpKey key(X509_get_pubkey(authority));
    const bool holds = key != nullptr && X509_verify(certificate, key.get()) == 1;
    ERR_clear_error();
    return holds;
}

}  // namespace

Result<CertificateFacts> read_certificate(ByteView der_or_pem) {
    OUTPOST_TRY(auto key, PublicKey::from_x509(der_or_pem));
    OUTPOST_TRY(const auto der, der_of(der_or_pem, "CERTIFICATE", certificate_bytes_max));
    OUTPOST_TRY(const auto certificate, parse_certificate(der));
    OUTPOST_TRY(const auto period, period_of(certificate.get()));
    return CertificateFacts{std::move(key), period.from, period.to,
                            country_of(X509_get_subject_name(certificate.get())), sha256(der)};
}

struct Authorities::Kept {
    std::vector<Certificate> authorities;
    std::vector<CrlPointer> crls;
};

Authorities::Authorities() : kept_(std::make_unique<Kept>()) {}
Authorities::~Authorities() = default;
Authorities::Authorities(Authorities&&) noexcept = default;
Authorities& Authorities::operator=(Authorities&&) noexcept = default;

Result<void> Authorities::add(ByteView der_or_pem) {
    if (kept_->authorities.size() >= authorities_max)
        return Error{Errc::TooLong, authorities_max, "authorities"};
    OUTPOST_TRY(auto authority, parse_certificate(der_or_pem));
    if (X509_check_ca(authority.get()) < 1)
        return fault(Errc::Unsupported, "the certificate is not for signing others");
    const bool names_itself = X509_NAME_cmp(X509_get_subject_name(authority.get()),
                                            X509_get_issuer_name(authority.get())) == 0;
    if (!names_itself || !is_signed_by(authority.get(), authority.get()))
        return fault(Errc::BadSignature, "the authority is not signed by itself");
    kept_->authorities.push_back(std::move(authority));
    return {};
}

Result<void> Authorities::add_crl(ByteView der_or_pem) {
    if (kept_->crls.size() >= authorities_max) return Error{Errc::TooLong, authorities_max, "CRLs"};
    OUTPOST_TRY(const auto der, der_of(der_or_pem, "X509 CRL", crl_bytes_max));
    OUTPOST_TRY(auto crl, (parse_der<CrlPointer, d2i_X509_CRL>(der, Errc::BadSyntax, "not a CRL")));
    bool has_issuer = false;
    for (const auto& authority : kept_->authorities) {
        if (X509_NAME_cmp(X509_get_subject_name(authority.get()), X509_CRL_get_issuer(crl.get())) !=
            0)
            continue;
        has_issuer = true;
        const EvpKey key(X509_get_pubkey(authority.get()));
        const bool holds = key != nullptr && X509_CRL_verify(crl.get(), key.get()) == 1;
        ERR_clear_error();
        if (!holds) continue;
        kept_->crls.push_back(std::move(crl));
        return {};
    }
    if (has_issuer) return Error{Errc::BadSignature, 0, "the signature of a CRL"};
    return Error{Errc::NotFound, 0, "a CRL of no authority that is known"};
}

Result<void> Authorities::check(ByteView der_or_pem) const {
    OUTPOST_TRY(const auto certificate, parse_certificate(der_or_pem));
    OUTPOST_TRY(const auto period, period_of(certificate.get()));
    const X509_NAME* issuer = X509_get_issuer_name(certificate.get());
    Error refusal{Errc::NotFound, 0, "no authority of that name"};
    for (const auto& authority : kept_->authorities) {
        const X509_NAME* name = X509_get_subject_name(authority.get());
        if (X509_NAME_cmp(name, issuer) != 0) continue;
        if (!is_signed_by(certificate.get(), authority.get())) {
            refusal = {Errc::BadSignature, 0, "not signed by its authority"};
            continue;
        }
        for (const auto& crl : kept_->crls) {
            X509_REVOKED* entry = nullptr;
            const bool is_its = X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), issuer) == 0;
            if (is_its && X509_CRL_get0_by_cert(crl.get(), &entry, certificate.get()) == 1)
                return Error{Errc::BadValue, 0, "withdrawn by its authority's list"};
        }
        if (country_of(name) != country_of(X509_get_subject_name(certificate.get())))
            return Error{Errc::BadValue, 0, "of another country than its authority"};
        OUTPOST_TRY(const auto outer, period_of(authority.get()));
        if (period.from < outer.from || period.from > outer.to)
            return Error{Errc::BadValue, 0, "made outside its authority's period"};
        return {};
    }
    return refusal;
}

}  // namespace outpost::crypto
