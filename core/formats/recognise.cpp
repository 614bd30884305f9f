// Recognition by shape and prefix; parsing only.
#include "core/formats/recognise.h"

#include "core/formats/divoc/payload.h"
#include "core/json/reader.h"

#include <algorithm>
#include <string_view>

namespace outpost::formats {

using credential::Format;

namespace {

struct Prefix {
    std::string_view text;
    Format format;
};

constexpr Prefix prefixes[] = {
    {"HC1:", Format::EuDcc},
    {"shc:/", Format::Shc},
};

bool has_type(const json::Value& document, std::string_view wanted) {
    const auto* type = document.find("type");
    if (type == nullptr) type = document.find("@type");
    if (type == nullptr) return false;
    if (type->is_string()) return type->as_string() == wanted;
    if (!type->is_array()) return false;
    return std::any_of(type->items().begin(), type->items().end(), [&](const json::Value& item) {
        return item.is_string() && item.as_string() == wanted;
    });
}

Recognition recognise_json(std::string_view text) {
    auto document = json::read(text);
    if (!document) return {Format::None, {}, document.error()};
    const auto format = format_of(document->root());
    if (format != Format::Divoc && format != Format::W3cVc) return {format, {}, {}};
    return {format, credential::UnverifiedCredential{format, std::move(document).value()}, {}};
}

bool begins_like_json(ByteView payload) {
    constexpr std::string_view white_space = " \t\r\n";
    const auto text = as_text(payload);
    const auto first = text.find_first_not_of(white_space);
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

Format format_of(const json::Value& document) {
    if (!document.is_object()) return Format::None;
    if (has_type(document, "ProofOfVaccinationCredential") ||
        has_type(document, "ProofOfTestCertificateCredential"))
        return Format::Divoc;
    if (document.find("@context") != nullptr &&
        (document.find("proof") != nullptr || has_type(document, "VerifiableCredential")))
        return Format::W3cVc;
    if (document.find("data") != nullptr && document.find("sig") != nullptr) return Format::VdsNc;
    return Format::None;
}

Recognition recognise(ByteView payload) {
    if (payload.size() > divoc::payload_bytes_max)
        return {Format::None, {}, Error{Errc::TooLong, divoc::payload_bytes_max, "payload"}};
    if (divoc::looks_like_zip(payload)) {
        auto unpacked = divoc::unpack(payload);
        if (!unpacked) return {Format::None, {}, unpacked.error()};
        return recognise_json(as_text(unpacked->certificate_json));
    }
    if (begins_like_json(payload)) return recognise_json(as_text(payload));
    for (const auto& prefix : prefixes)
        if (as_text(payload).substr(0, prefix.text.size()) == prefix.text)
            return {prefix.format, {}, {}};
    return {};
}

}  // namespace outpost::formats
