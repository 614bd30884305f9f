// The printed symbol when a certificate is as long as can be expected.
#include "core/bytes/base64.h"
#include "core/crypto/digest.h"
#include "core/formats/divoc_payload.h"
#include "core/formats/qr_capacity.h"
#include "core/json/writer.h"
#include "core/profile/cross_checks.h"

#include <algorithm>
#include <cstdio>

namespace outpost::profile {

namespace {

constexpr std::size_t rsa_signature_bytes = 256;
// Symbols beyond this version are hard to read for a telephone's camera.
constexpr std::int32_t version_advised_max = 35;
constexpr const char* method_at_worst = "did:outpost:a-kiosk-with-a-long-name#key-2022-02";

/// Text that deflate shortens as little as can be.
std::string dense_text(std::size_t chars, std::size_t seed) {
    std::string out;
    for (std::size_t block = 0; out.size() < chars; ++block) {
        const auto digest =
            crypto::sha256(as_bytes(std::to_string(seed) + "/" + std::to_string(block)));
        out += bytes::encode_base64url(digest);
    }
    return out.substr(0, chars);
}

/// Every claim twice as long as in the sample, the added half without repetition. Dates, URLs and
/// types have their length.
void write_longer(const json::Value& value, bool is_claim, std::size_t& seed,
                  json::Writer& writer) {
    if (value.is_object()) {
        writer.begin_object();
        for (const auto& member : value.members()) {
            const bool is_fixed = member.name == "id" || member.name == "type" ||
                                  member.name == "@context" || member.name == "infoUrl" ||
                                  member.name == "feedbackUrl" || member.name == "certificateId" ||
                                  member.name == "issuer" || member.name == "nonTransferable";
            writer.key(member.name);
            write_longer(member.value, is_claim && !is_fixed, seed, writer);
        }
        writer.end_object();
    } else if (value.is_array()) {
        writer.begin_array();
        for (const auto& item : value.items()) write_longer(item, is_claim, seed, writer);
        writer.end_array();
    } else if (value.is_string()) {
        const auto text = value.as_string();
        const bool is_date = text.size() >= 10 && parse_civil_date(text.substr(0, 10));
        const auto added = is_claim && !is_date ? dense_text(text.size(), ++seed) : std::string();
        writer.value(std::string(text) + added);
    } else {
        writer.value(value);
    }
}

std::string at_worst(const SampleCredential& credential) {
    json::Writer writer;
    std::size_t seed = 0;
    write_longer(credential.document->root(), true, seed, writer);
    auto text = std::move(writer).take();
    text.pop_back();
    return text + R"(,"proof":{"type":"RsaSignature2018","created":"2022-02-08T09:15:42Z",)" +
           R"("verificationMethod":")" + method_at_worst +
           R"(","proofPurpose":"assertionMethod","jws":")" + dense_text(56, 1'000'000) + ".." +
           dense_text((rsa_signature_bytes * 4 + 2) / 3, 2'000'000) + "\"}}";
}

std::string millimetres(double value) {
    char out[32];
    const auto length = std::snprintf(out, sizeof out, "%.2f mm", value);
    return std::string(out, static_cast<std::size_t>(std::max(length, 0)));
}

void check_layout(CrossCheck& check, const PageLayout& layout, std::size_t index) {
    std::int32_t version = 0;
    for (const auto& credential : check.credentials) {
        const auto payload = formats::make_divoc_payload(at_worst(credential), layout.symbol.form);
        const auto least = payload ? formats::smallest_version(payload->size(), layout.symbol.level)
                                   : Result<std::int32_t>(payload.error());
        if (!least)
            return check.fault(layout.file, 0, "symbol_too_large",
                               "with every text twice as long as in the sample, no QR code holds "
                               "the certificate in this form");
        version = std::max(version, *least);
    }
    const auto modules = 17 + 4 * version;
    const double module_mm = render::module_size_mm(modules, layout.page->symbol_box(), layout.dpi);
    const auto size = "version " + std::to_string(version) + " (" + std::to_string(modules) +
                      " modules), " + millimetres(module_mm) + " a module at " +
                      std::to_string(layout.dpi) + " dpi";
    if (module_mm < layout.symbol.module_mm_min)
        check.fault(
            layout.file, 0, "symbol_too_small",
            "the printed symbol with every text twice as long as in the sample: " + size + "; " +
                millimetres(layout.symbol.module_mm_min) + " is the least (" + profile_toml_name +
                " line " +
                std::to_string(check.parts.settings.line_of("layouts." + std::to_string(index))) +
                ")");
    else if (version > version_advised_max)
        check.warn(layout.file, 0, "symbol_large",
                   "the printed symbol with every text twice as long as in the sample: " + size +
                       "; cameras of telephones read up to version 35 well");
}

}  // namespace

void check_symbols(CrossCheck& check) {
    if (check.credentials.empty()) return;
    for (std::size_t i = 0; i < check.parts.layouts.size(); ++i)
        check_layout(check, check.parts.layouts[i], i);
}

}  // namespace outpost::profile
