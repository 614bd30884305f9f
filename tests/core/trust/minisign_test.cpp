// minisign's formats: files that its tool made, our own, and damaged ones.
#include "core/trust/minisign.h"

#include "core/bytes/base64.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace outpost;
using namespace outpost::trust;
using tests::outcome_of;

namespace {

std::string data(const char* name) {
    return tests::read_text(tests::data_dir() / "trust" / name);
}

bool holds(std::string_view content, std::string_view minisig, const MinisignPublicKey& key) {
    const auto signature = parse_minisign_signature(minisig);
    return signature && check_minisign(*signature, as_bytes(content), key);
}

}  // namespace

TEST_CASE("minisign: what the tool signed, holds", "[trust]") {
    const auto root = parse_minisign_public_key(data("minisign-root.pub"));
    REQUIRE(root);
    CHECK(root->comment == "minisign public key " + format_key_id(root->key_id));
    const auto content = data("signed-content.txt");
    const auto prehashed = parse_minisign_signature(data("signed-content.txt.minisig"));
    REQUIRE(prehashed);
    CHECK(prehashed->prehashed);
    CHECK(prehashed->comment == "made for tests");
    CHECK(prehashed->trusted_comment.ends_with("\tfile:signed-content.txt\thashed"));
    CHECK(outcome_of(check_minisign(*prehashed, as_bytes(content), *root)) == "OK");
    const auto legacy = parse_minisign_signature(data("signed-content.txt.legacy.minisig"));
    REQUIRE(legacy);
    CHECK_FALSE(legacy->prehashed);
    CHECK(outcome_of(check_minisign(*legacy, as_bytes(content), *root)) == "OK");
    CHECK(outcome_of(check_minisign(*prehashed, as_bytes(content + "\n"), *root)) ==
          "bad_signature@0");
    CHECK(outcome_of(check_minisign(*legacy, as_bytes(content + "\n"), *root)) ==
          "bad_signature@0");
}

TEST_CASE("minisign: ours holds, repeats, and stands for one key", "[trust]") {
    const std::string content = "content";
    const auto text = tests::sample_signature(content, 1);
    CHECK(text == tests::sample_signature(content, 1));
    const auto signature = parse_minisign_signature(text);
    REQUIRE(signature);
    CHECK(signature->prehashed);
    CHECK(signature->trusted_comment == "sequence:1");
    CHECK(outcome_of(check_minisign(*signature, as_bytes(content), tests::sample_root(1))) == "OK");
    CHECK(outcome_of(check_minisign(*signature, as_bytes(content), tests::sample_root(2))) ==
          "not_found@0");
    auto same_id = tests::sample_root(2);
    same_id.key_id = signature->key_id;
    CHECK(outcome_of(check_minisign(*signature, as_bytes(content), same_id)) == "bad_signature@0");
}

TEST_CASE("minisign: the trusted comment is signed too, the other one is not", "[trust]") {
    const auto root = tests::sample_root(1);
    auto text = tests::sample_signature("content", 1);
    REQUIRE(holds("content", text, root));
    auto other = text;
    other.replace(other.find("sequence:1"), 10, "sequence:2");
    CHECK_FALSE(holds("content", other, root));
    text.replace(text.find("test"), 4, "TEST");
    CHECK(holds("content", text, root));
}

TEST_CASE("minisign: a pre-hashed signature does not pass as a legacy one", "[trust]") {
    auto signature = parse_minisign_signature(tests::sample_signature("content", 1));
    REQUIRE(signature);
    signature->prehashed = false;
    CHECK_FALSE(check_minisign(*signature, as_bytes("content"), tests::sample_root(1)));
}

TEST_CASE("minisign: line ends", "[trust]") {
    auto text = tests::sample_signature("content", 1);
    const auto root = tests::sample_root(1);
    CHECK(holds("content", text.substr(0, text.size() - 1), root));
    std::string crlf;
    for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(holds("content", crlf, root));
    CHECK(outcome_of(parse_minisign_signature(text + "\n")) == "bad_syntax@0");
    CHECK(outcome_of(parse_minisign_signature(text + "more")) == "bad_syntax@0");
    CHECK(outcome_of(parse_minisign_signature(" " + text)) == "bad_syntax@0");
}

TEST_CASE("minisign: no prefix and no flipped bit of a signature holds", "[trust]") {
    const auto text = tests::sample_signature("content", 1);
    const auto root = tests::sample_root(1);
    REQUIRE(holds("content", text, root));
    for (std::size_t size = 0; size + 1 < text.size(); ++size)
        CHECK_FALSE(holds("content", text.substr(0, size), root));
    const auto comment_end = text.find('\n');
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        auto damaged = text;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        const bool result = holds("content", damaged, root);
        // The untrusted comment is not signed; a final '\n' may turn into white space of no weight.
        if (bit / 8 > comment_end && bit / 8 + 1 < text.size()) CHECK_FALSE(result);
    }
}

TEST_CASE("minisign: refused signatures", "[trust]") {
    const auto good = tests::sample_signature("content", 1);
    const auto with = [&](std::string_view from, std::string_view to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return outcome_of(parse_minisign_signature(text));
    };
    CHECK(with("untrusted comment", "Untrusted comment") == "bad_syntax@0");
    CHECK(with("\ntrusted comment", "\nrusted comment") == "bad_syntax@0");
    CHECK(with("\nRU", "\nQQ") == "unsupported@0");
    CHECK(with("\nRU", "\n*U") == "bad_syntax@0");
    CHECK(with("\nRU", "\nAAAARU") == "bad_length@0");
    CHECK(with("sequence:1", "sequence\x1b[2J") == "bad_value@0");
    CHECK(with("sequence:1", "sequence\xc3") == "bad_value@0");
    CHECK(with("sequence:1", "\xe2\x80\xae reversed") == "bad_value@0");
    CHECK(with("sequence:1", std::string(8193, 'x')) == "too_long@8192");
    CHECK(with("test", std::string(1025, 'x')) == "too_long@1024");
    CHECK(outcome_of(parse_minisign_signature(std::string(20000, 'x'))) == "too_long@16384");
    CHECK(outcome_of(parse_minisign_signature("")) == "bad_syntax@0");
}

TEST_CASE("minisign: what we would not read, we do not sign", "[trust]") {
    const auto key = tests::sample_key(1);
    CHECK(outcome_of(sign_minisign(key, {}, {"a\nb", "c"})) == "bad_value@0");
    CHECK(outcome_of(sign_minisign(key, {}, {"a", "b\nc"})) == "bad_value@0");
    CHECK(outcome_of(sign_minisign(key, {}, {"a", std::string(8193, 'x')})) == "too_long@8192");
    CHECK(outcome_of(sign_minisign(key, {}, {"", ""})) == "OK");
    const auto rsa = crypto::SigningKey::generate_rsa();
    REQUIRE(rsa);
    CHECK(outcome_of(sign_minisign(*rsa, {}, {"a", "b"})) == "bad_key@0");
    CHECK(outcome_of(write_minisign_public_key(rsa->public_key())) == "bad_key@0");
}

TEST_CASE("minisign: root keys", "[trust]") {
    const auto one = write_minisign_public_key(tests::sample_key(1).public_key()).value();
    const auto two = write_minisign_public_key(tests::sample_key(2).public_key()).value();
    const auto bare = two.substr(two.find('\n') + 1);
    REQUIRE(parse_root_keys(one + two));
    CHECK(parse_root_keys(one + two)->size() == 2);
    CHECK(parse_root_keys(one + "\n" + bare)->size() == 2);
    CHECK(parse_minisign_public_key(bare)->key == tests::sample_key(2).public_key());
    CHECK(outcome_of(parse_minisign_public_key(one + two)) == "bad_syntax@0");
    CHECK(outcome_of(parse_root_keys(one + one)) == "duplicate@0");
    CHECK(outcome_of(parse_root_keys("")) == "bad_syntax@0");
    CHECK(outcome_of(parse_root_keys("untrusted comment: x\n")) == "bad_syntax@21");
    CHECK(outcome_of(parse_root_keys("untrusted comment: x\nuntrusted comment: y\n" + bare)) ==
          "bad_syntax@0");
    CHECK(outcome_of(parse_root_keys("RWQ=\n")) == "bad_length@0");
    std::string many;
    for (std::uint8_t seed = 1; seed <= root_keys_max + 1; ++seed)
        many += write_minisign_public_key(tests::sample_key(seed).public_key()).value();
    CHECK(outcome_of(parse_root_keys(many)) == "too_long@16");
    for (std::size_t size = 0; size + 1 < one.size(); ++size)
        CHECK_FALSE(parse_root_keys(one.substr(0, size)));
}

TEST_CASE("minisign: a root whose private half is public is no root", "[trust]") {
    const auto key =
        crypto::PublicKey::from_base58("ARoP1iNrRMSksxjqp9AMMdY6Gk3FRwteQNshyPtTa8NN").value();
    const auto text = write_minisign_public_key(key).value();
    CHECK(outcome_of(parse_root_keys(text)) == "key_published@0");
}
