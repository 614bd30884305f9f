// Look-up, rotation, withdrawal, merging and age.
#include "core/trust/snapshot.h"

#include "tests/core/trust/trust_samples.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::trust;
using tests::instant;
using tests::sample_method;

TEST_CASE("snapshot: several keys under one id, in the order given", "[trust]") {
    const TrustSnapshot snapshot({sample_method("did:b", 1), sample_method("did:a", 2),
                                  sample_method("did:b", 3), sample_method("did:c", 1)},
                                 {});
    const auto found = snapshot.find("did:b");
    REQUIRE(found.size() == 2);
    CHECK(found[0].key == tests::sample_key(1).public_key());
    CHECK(found[1].key == tests::sample_key(3).public_key());
    CHECK(snapshot.find("did:a").size() == 1);
    CHECK(snapshot.find("did:").empty());
    CHECK(snapshot.find("did:d").empty());
    CHECK(snapshot.find("").empty());
}

TEST_CASE("snapshot: repetitions go, restrictions that differ stay", "[trust]") {
    auto restricted = sample_method("did:a", 1);
    restricted.issuers = {"https://issuer.example/"};
    const TrustSnapshot snapshot({sample_method("did:a", 1), sample_method("did:a", 1), restricted},
                                 {});
    CHECK(snapshot.find("did:a").size() == 2);
}

TEST_CASE("snapshot: a key withdrawn in one source is withdrawn in all", "[trust]") {
    auto withdrawn = sample_method("did:a", 1);
    withdrawn.revoked = true;
    const TrustSnapshot bundle({withdrawn}, {});
    const TrustSnapshot loose({sample_method("did:a", 1), sample_method("did:a", 2)}, {});
    const std::vector<TrustSnapshot> sources = {loose, bundle};
    const auto merged = merge_snapshots(sources);
    REQUIRE(merged.find("did:a").size() == 2);
    for (const auto& method : merged.find("did:a"))
        CHECK(method.revoked == (method.key == tests::sample_key(1).public_key()));
}

TEST_CASE("snapshot: of two withdrawals of a key the strictest counts", "[trust]") {
    const auto withdrawn = [](std::int64_t from_ms, std::vector<SignatureMark> kept) {
        auto method = sample_method("did:a", 1);
        method.revoked = true;
        method.withdrawal =
            std::make_shared<const Withdrawal>(Withdrawal{{from_ms}, std::move(kept)});
        return method;
    };
    const SignatureMark one{1};
    const SignatureMark two{2};
    const SignatureMark three{3};
    const TrustSnapshot both(
        {withdrawn(2'000, {one, two}), withdrawn(1'000, {two, three}), sample_method("did:a", 1)},
        {});
    REQUIRE(both.find("did:a").size() >= 1);
    for (const auto& method : both.find("did:a")) {
        REQUIRE(method.revoked);
        REQUIRE(method.withdrawal != nullptr);
        CHECK(*method.withdrawal == Withdrawal{{1'000}, {two}});
    }
    auto whole = sample_method("did:a", 1);
    whole.revoked = true;
    for (const auto& methods : {std::vector{whole, withdrawn(2'000, {one})},
                                std::vector{withdrawn(2'000, {one}), whole}}) {
        const TrustSnapshot snapshot(methods, {});
        for (const auto& method : snapshot.find("did:a")) {
            CHECK(method.revoked);
            CHECK(method.withdrawal == nullptr);
        }
    }
}

TEST_CASE("snapshot: published keys are marked whoever made the entry", "[trust]") {
    auto method = bare_method(
        crypto::PublicKey::from_base58("DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi").value());
    method.id = "did:india";
    const TrustSnapshot snapshot({method, sample_method("did:other", 1)}, {});
    CHECK(snapshot.find("did:india")[0].published);
    CHECK_FALSE(snapshot.find("did:other")[0].published);
}

TEST_CASE("snapshot: of two bundles the older dates count", "[trust]") {
    const TrustSnapshot first(
        {}, {"aa", 4, instant("2026-01-01T00:00:00Z"), instant("2026-06-01T00:00:00Z")});
    const TrustSnapshot second({}, {"bb", 9, instant("2025-01-01T00:00:00Z"), std::nullopt});
    const std::vector<TrustSnapshot> one = {first, TrustSnapshot({}, {})};
    CHECK(merge_snapshots(one).origin().bundle_id == "aa");
    CHECK(merge_snapshots(one).origin().sequence == 4);
    const std::vector<TrustSnapshot> both = {first, second};
    const auto origin = merge_snapshots(both).origin();
    CHECK(origin.bundle_id.size() == 64);
    CHECK(origin.sequence == 0);
    CHECK(origin.issued_at == instant("2025-01-01T00:00:00Z"));
    CHECK(origin.expires_at == instant("2026-06-01T00:00:00Z"));
}

TEST_CASE("snapshot: age is a question about a moment", "[trust]") {
    const TrustOrigin origin{"aa", 1, instant("2026-01-01T00:00:00Z"),
                             instant("2026-06-01T00:00:00Z")};
    CHECK(age_of({}, instant("2026-01-01T00:00:00Z")) == TrustAge::Unknown);
    CHECK(age_of(origin, instant("2025-12-31T23:59:59Z")) == TrustAge::NotYet);
    CHECK(age_of(origin, instant("2026-01-01T00:00:00Z")) == TrustAge::Current);
    CHECK(age_of(origin, instant("2026-06-01T00:00:00Z")) == TrustAge::Current);
    CHECK(age_of(origin, instant("2026-06-01T00:00:01Z")) == TrustAge::Expired);
}

TEST_CASE("snapshot: periods include their ends", "[trust]") {
    auto method = sample_method("did:a", 1);
    CHECK(is_current(method, instant("1970-01-01T00:00:00Z")));
    method.not_before = instant("2026-01-01T00:00:00Z");
    method.not_after = instant("2026-06-01T00:00:00Z");
    CHECK_FALSE(is_current(method, instant("2025-12-31T23:59:59Z")));
    CHECK(is_current(method, instant("2026-01-01T00:00:00Z")));
    CHECK(is_current(method, instant("2026-06-01T00:00:00Z")));
    CHECK_FALSE(is_current(method, instant("2026-06-01T00:00:01Z")));
}
