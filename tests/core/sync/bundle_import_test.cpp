// What a trust folder takes, and everything that it must not take.
#include "tests/core/sync/bundles.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace outpost;
using namespace outpost::tests;
using sync::ImportCode;
using trust::PartKind;
using trust::RootPurpose;
using Names = std::vector<std::string>;

namespace {

/// After sequence 1 with these roots.
void start_with(Station& station, const trust::RootSet& roots) {
    auto first = full_bundle(1);
    first.roots = roots;
    REQUIRE(station.code(signed_bundle(first)) == "installed");
}

trust::Bundle delta_on(const Signed& base, std::uint64_t sequence) {
    auto delta = full_bundle(sequence);
    delta.methods.clear();
    delta.has_issuers = false;
    delta.base = base.id();
    return delta;
}

}  // namespace

TEST_CASE("import: a newer bundle replaces the older one", "[sync]") {
    Station station;
    CHECK_FALSE(sync::is_trust_folder(station.files, station.folder));
    CHECK(station.keys() == "-");
    const auto outcome = station.take(signed_bundle(full_bundle(3)));
    CHECK(outcome.code == ImportCode::Installed);
    CHECK(outcome.sequence == 3);
    CHECK(outcome.sequence_before == 0);
    CHECK(outcome.signed_by == Names{trust::format_key_id(sample_root(100).key_id)});
    CHECK(station.keys() == "did:3");
    const auto next = station.take(signed_bundle(full_bundle(4)));
    CHECK(next.code == ImportCode::Installed);
    CHECK(next.sequence_before == 3);
    CHECK(station.keys() == "did:4");
    const auto roots = std::vector{sample_root(100)};
    CHECK(sync::check_signed_by(station.files, station.folder, roots));
    const auto others = std::vector{sample_root(9)};
    CHECK(sync::check_signed_by(station.files, station.folder, others).error().code ==
          Errc::NotFound);
}

TEST_CASE("import: replayed, older and forged bundles are told apart", "[sync]") {
    Station station;
    const auto fourth = signed_bundle(full_bundle(4));
    REQUIRE(station.code(fourth) == "installed");
    CHECK(station.code(fourth) == "already_installed");
    CHECK(station.code(signed_bundle(full_bundle(3))) == "older");
    auto twin = full_bundle(4);
    twin.name = "another of the same number";
    CHECK(station.code(signed_bundle(twin)) == "older");
    CHECK(station.code(signed_bundle(full_bundle(5), {7})) == "unknown_signer");
    auto forged = signed_bundle(full_bundle(5));
    forged.text.replace(forged.text.find("did:5"), 5, "did:6");
    CHECK(station.code(forged) == "forged");
    // One good signature does not hide a bad one.
    auto half = signed_bundle(full_bundle(5));
    half.minisig += sample_signature("other bytes", 101);
    CHECK(station.code(half) == "installed");  // by a key that is no root here: not looked at
    CHECK(station.keys() == "did:5");
}

TEST_CASE("import: dates", "[sync]") {
    Station station;
    auto bundle = full_bundle(2);
    bundle.origin.expires_at = instant("2026-02-01T00:00:00Z");
    CHECK(station.code(signed_bundle(bundle)) == "expired");
    CHECK(station.code(signed_bundle(bundle), instant("2026-01-31T23:59:59Z")) == "installed");
    CHECK(station.code(signed_bundle(full_bundle(60)), instant("2026-02-01T00:00:00Z")) ==
          "from_the_future");
    REQUIRE(station.code(signed_bundle(full_bundle(60))) == "installed");
    // The clock was set back: what was signed since then cannot be in the future.
    CHECK(station.code(signed_bundle(full_bundle(61)), instant("2020-01-01T00:00:00Z")) ==
          "installed");
}

TEST_CASE("import: nothing without a root, nothing that is damaged", "[sync]") {
    Station station;
    const auto good = signed_bundle(full_bundle(1));
    CHECK(station.trust.import(good.file(), {}, noon).code == ImportCode::NoRoots);
    for (const std::string text : {"", "{}", "[]", R"({"outpost_bundle":2})", "\xFF"}) {
        CAPTURE(text);
        CHECK(station.code(signed_text(text, {100})) == "unusable");
    }
    for (const char* minisig : {"", "x", "untrusted comment: x\n"}) {
        CAPTURE(minisig);
        CHECK(station.code({good.text, minisig}) == "unusable");
    }
    CHECK(station.code({good.text, good.minisig + good.minisig}) == "unusable");
    CHECK(station.keys() == "-");
    CHECK_FALSE(sync::is_trust_folder(station.files, station.folder));
}

TEST_CASE("import: who may sign what, and how many", "[sync]") {
    Station station;
    const trust::RootSet two_of_three{
        2, {root_of(100), root_of(101), root_of(102), root_of(103, {RootPurpose::Revocations})}};
    start_with(station, two_of_three);
    const auto next = full_bundle(2);
    CHECK(station.code(signed_bundle(next, {100})) == "few_signatures");
    CHECK(station.code(signed_bundle(next, {100, 103})) == "not_entitled");
    CHECK(station.code(signed_bundle(next, {102, 100})) == "installed");

    Station other;
    const trust::RootSet with_helper{1, {root_of(100), root_of(103, {RootPurpose::Revocations})}};
    start_with(other, with_helper);
    const auto base = signed_bundle(full_bundle(2));
    REQUIRE(other.code(base) == "installed");
    auto lists = delta_on(base, 3);
    lists.parts.push_back(part_of(PartKind::Revocations, "all.json", revocation_list("17")));
    auto with_policy = lists;
    with_policy.parts.push_back(part_of(PartKind::Policy, "border.json",
                                        R"({"outpost_policy":1,"rules":[{"purpose":"entry"}]})"));
    CHECK(other.code(signed_bundle(with_policy, {103})) == "not_entitled");
    CHECK(other.code(signed_bundle(full_bundle(3), {103})) == "not_entitled");
    auto new_roots = lists;
    new_roots.roots = trust::RootSet{1, {root_of(103)}};
    CHECK(other.code(signed_bundle(new_roots, {103})) == "not_entitled");
    CHECK(other.code(signed_bundle(lists, {103})) == "installed");
    CHECK(other.keys() == "did:2");
    CHECK(other.parts() == Names{"revocations:all.json"});
}

TEST_CASE("import: roots pass on to the next roots", "[sync]") {
    Station station;
    start_with(station, {1, {root_of(100)}});
    auto second = full_bundle(2);
    second.roots = trust::RootSet{1, {root_of(110)}};
    CHECK(station.code(signed_bundle(second, {110})) == "unknown_signer");
    REQUIRE(station.code(signed_bundle(second, {100})) == "installed");
    // The old one has no say any more, nor has the root file of the first import.
    CHECK(station.code(signed_bundle(full_bundle(3), {100})) == "unknown_signer");
    REQUIRE(station.trust.restore_previous());
    CHECK(station.keys() == "did:1");
    CHECK(station.code(signed_bundle(full_bundle(3), {100})) == "unknown_signer");
    CHECK(station.code(signed_bundle(full_bundle(3), {110})) == "installed");
}

TEST_CASE("import: a root past its end", "[sync]") {
    Station station;
    auto ending = root_of(101);
    ending.not_after = instant("2026-03-01T00:00:00Z");
    start_with(station, {1, {root_of(100), ending}});
    CHECK(station.code(signed_bundle(full_bundle(2), {101})) == "signer_expired");
    CHECK(station.code(signed_bundle(full_bundle(2), {101}), instant("2026-02-01T00:00:00Z")) ==
          "installed");
}

TEST_CASE("import: deltas stand on the bundle that is in force", "[sync]") {
    Station station;
    auto first = full_bundle(1);
    first.parts.push_back(part_of(PartKind::Message, "notice.txt", "Open until six."));
    first.parts.push_back(part_of(PartKind::Revocations, "all.json", revocation_list("1")));
    const auto base = signed_bundle(first);
    auto delta = delta_on(base, 2);
    delta.parts.push_back(part_of(PartKind::Revocations, "all.json", revocation_list("2")));
    delta.removed.push_back({PartKind::Message, "notice.txt"});
    const auto second = signed_bundle(delta);
    CHECK(station.code(second) == "other_base");
    REQUIRE(station.code(base) == "installed");
    REQUIRE(station.code(second) == "installed");
    CHECK(station.keys() == "did:1");
    CHECK(station.parts() == Names{"revocations:all.json"});
    const auto loaded = sync::load_trust_in_force(station.files, station.folder).value();
    CHECK(loaded.origin.sequence == 2);
    CHECK(*loaded.origin.issued_at == *first.origin.issued_at);  // of the keys
    CHECK(loaded.parts.front().issued_at == *delta.origin.issued_at);
    CHECK(station.code(signed_bundle(delta_on(base, 3))) == "other_base");

    auto last = second;
    for (std::uint64_t sequence = 3; sequence <= sync::bundles_in_chain_max; ++sequence) {
        last = signed_bundle(delta_on(last, sequence));
        REQUIRE(station.code(last) == "installed");
    }
    CHECK(station.code(signed_bundle(delta_on(last, 40))) == "too_many_deltas");
    CHECK(station.code(signed_bundle(full_bundle(40))) == "installed");
    CHECK(station.parts().empty());
}

TEST_CASE("import: parts beside the bundle", "[sync]") {
    Station station;
    auto bundle = full_bundle(1);
    const auto list = revocation_list("77");
    bundle.parts.push_back(part_of(PartKind::Revocations, "all.json", list));
    bundle.parts.front().data.reset();
    const auto made = signed_bundle(bundle);
    const auto none = station.take(made);
    CHECK(none.code == ImportCode::PartMissing);
    CHECK(none.part == trust::PartName{PartKind::Revocations, "all.json"});
    const auto altered = [](const trust::BundlePart&) -> Result<Bytes> { return Bytes{1, 2, 3}; };
    CHECK(station.trust.import(made.file(altered), first_root, noon).code ==
          ImportCode::PartAltered);
    const auto whole = [&](const trust::BundlePart&) -> Result<Bytes> {
        return to_bytes(as_bytes(list));
    };
    CHECK(station.trust.import(made.file(whole), first_root, noon).code == ImportCode::Installed);
    // The next one names it again, and need not bring it.
    bundle.origin.sequence = 2;
    CHECK(station.code(signed_bundle(bundle)) == "installed");
    CHECK(station.parts() == Names{"revocations:all.json"});
}

TEST_CASE("import: parts that the kiosk could not use", "[sync]") {
    Station station;
    const auto with = [&](PartKind kind, std::string name, std::string_view text) {
        auto bundle = full_bundle(1);
        bundle.parts.push_back(part_of(kind, std::move(name), text));
        return station.code(signed_bundle(bundle));
    };
    CHECK(with(PartKind::Revocations, "x.json", "{}") == "part_unusable");
    CHECK(with(PartKind::Policy, "x.json", R"({"outpost_policy":9})") == "part_unusable");
    CHECK(with(PartKind::Message, "x.txt", "a\x1B[2J") == "part_unusable");
    CHECK(with(PartKind::Message, "x.txt", std::string(sync::message_bytes_max + 1, 'a')) ==
          "part_unusable");
    CHECK(with(PartKind::Profile, "p/profile.toml", "x") == "part_unusable");
    CHECK(station.keys() == "-");
    CHECK(with(PartKind::Message, "x.txt", "Two lines,\nसूचना") == "installed");
}

TEST_CASE("import: a whole profile", "[sync]") {
    Station station;
    auto bundle = full_bundle(1);
    const auto shipped = source_dir() / "assets/profiles/vaccination";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shipped)) {
        if (!entry.is_regular_file()) continue;
        const auto name = "clinic/" + std::filesystem::relative(entry.path(), shipped).string();
        bundle.parts.push_back(part_of(PartKind::Profile, name, read_text(entry.path())));
    }
    REQUIRE(bundle.parts.size() > 5);
    auto without = bundle;
    CHECK(station.code(signed_bundle(bundle)) == "installed");
    without.origin.sequence = 2;
    std::erase_if(without.parts,
                  [](const auto& part) { return part.name.name == "clinic/request.schema.json"; });
    CHECK(station.code(signed_bundle(without)) == "part_unusable");
}

TEST_CASE("import: the generation before can be put back, and its files are kept", "[sync]") {
    Station station;
    CHECK(station.trust.restore_previous().error().code == Errc::NotFound);
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
        auto bundle = full_bundle(sequence);
        bundle.parts.push_back(part_of(PartKind::Message, "n.txt", std::to_string(sequence)));
        REQUIRE(station.code(signed_bundle(bundle)) == "installed");
    }
    CHECK(station.files.list(station.folder + "/parts").value().size() == 2);
    CHECK(station.files.list(station.folder + "/bundles").value().size() == 4);
    const auto restored = station.trust.restore_previous();
    REQUIRE(restored);
    CHECK(restored->sequence_floor == 3);
    CHECK(station.keys() == "did:2");
    CHECK(station.parts() == Names{"message:n.txt"});
    CHECK(station.code(signed_bundle(full_bundle(2))) == "older");
    REQUIRE(station.trust.restore_previous());
    CHECK(station.keys() == "did:3");
}

TEST_CASE("import: files of the folder that were changed are no trust data", "[sync]") {
    Station station;
    const auto made = signed_bundle(full_bundle(1));
    REQUIRE(station.code(made) == "installed");
    const auto path = sync::bundle_path(station.folder, made.id());
    std::ofstream(path, std::ios::app) << " ";
    CHECK(sync::load_trust_in_force(station.files, station.folder).error().code ==
          Errc::BadChecksum);
    std::ofstream(station.folder + "/installed.json") << "{}";
    CHECK(sync::load_trust_in_force(station.files, station.folder).error().code == Errc::BadSyntax);
    CHECK(station.code(signed_bundle(full_bundle(2))) == "store_failed");
    // Names in that file never lead out of the folder.
    CHECK(sync::parse_installed(R"({"outpost_installed":1,"sequence_floor":1,)"
                                R"("signed_floor":"2026-01-01T00:00:00Z","roots":{"threshold":1,)"
                                R"("keys":[]},"current":{}})")
              .error()
              .code == Errc::BadValue);
}
