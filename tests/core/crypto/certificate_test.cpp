// Certificates of authorities and signers: made by the openssl tool as a country would.
#include "core/crypto/certificate.h"

#include "tests/support/certificates.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::crypto;
using tests::CertificateMaker;

TEST_CASE("certificate: what one says", "[crypto][certificate]") {
    const CertificateMaker maker;
    const auto signer = maker.signer("UT");
    const auto facts = read_certificate(signer);
    REQUIRE(facts);
    CHECK(facts->country == "UT");
    CHECK(facts->key.type() == KeyType::EcP256);
    CHECK(facts->not_before < facts->not_after);
    CHECK(facts->not_after.since_epoch_ms - facts->not_before.since_epoch_ms ==
          std::int64_t{365} * 86'400'000);
    CHECK(facts->digest == sha256(maker.der_of(signer)));
    auto cut = maker.der_of(signer);
    cut.pop_back();
    CHECK_FALSE(read_certificate(cut));
    cut = maker.der_of(signer);
    cut.push_back(0);
    CHECK(read_certificate(cut).error().code == Errc::TrailingData);
    CHECK_FALSE(read_certificate({}));
}

TEST_CASE("authorities: who signed, in which country, and what was withdrawn",
          "[crypto][certificate]") {
    const CertificateMaker maker;
    const CertificateMaker other("XO");
    const auto signer = maker.signer("UT");
    Authorities authorities;
    CHECK(authorities.check(signer).error().code == Errc::NotFound);
    REQUIRE(authorities.add(maker.authority()));
    CHECK(authorities.check(signer));
    CHECK(authorities.check(maker.der_of(signer)));
    CHECK(authorities.check(other.signer("XO")).error().code == Errc::NotFound);
    CHECK(authorities.check(maker.signer("XX")).error().code == Errc::BadValue);
    // The authority's name, another's signature.
    const CertificateMaker thief;
    CHECK(authorities.check(thief.signer("UT")).error().code == Errc::BadSignature);
    // A changed byte of the signature.
    auto changed = maker.der_of(signer);
    changed.back() ^= 1;
    CHECK_FALSE(authorities.check(changed));

    CHECK(authorities.add_crl(other.crl_of({})).error().code == Errc::NotFound);
    CHECK(authorities.add_crl(thief.crl_of({})).error().code == Errc::BadSignature);
    CHECK(authorities.add_crl(as_bytes("-----BEGIN X509 CRL-----\n")).error().code !=
          Errc::NotFound);
    REQUIRE(authorities.add_crl(maker.crl_of({})));
    CHECK(authorities.check(signer));
    const auto withdrawn = maker.signer("UT");
    REQUIRE(authorities.add_crl(maker.crl_of({withdrawn})));
    CHECK(authorities.check(withdrawn).error().code == Errc::BadValue);
    CHECK(authorities.check(signer));
}

TEST_CASE("authorities: only what may sign others and is signed by itself",
          "[crypto][certificate]") {
    const CertificateMaker maker;
    Authorities authorities;
    CHECK(authorities.add(maker.signer("UT")).error().code == Errc::Unsupported);
    CHECK_FALSE(authorities.add(as_bytes("no certificate")));
}
