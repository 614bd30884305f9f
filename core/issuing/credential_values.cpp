#include "core/issuing/credential_values.h"

#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <regex>

namespace outpost::issuing {

namespace {

using json::Value;

constexpr std::int32_t birth_year_min = 1901;  // DIVOC: "year > 1900"
constexpr std::int64_t age_years_max = 999;
constexpr std::int64_t average_year_ms = 31'557'600'000;  // 365.25 days

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string ascii_upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

/// As RDF 1.1 N-Quads bans from an IRIREF, except the space: DIVOC signs ids with spaces raw.
bool breaks_iri(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F ||
           std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos;
}

bool is_usable_iri(std::string_view text) {
    return std::none_of(text.begin(), text.end(), breaks_iri) && is_absolute_url(text);
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (!breaks_iri(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

/// Host and port of a special scheme; user names are refused.
bool is_special_authority(std::string_view rest) {
    while (!rest.empty() && (rest.front() == '/' || rest.front() == '\\')) rest.remove_prefix(1);
    rest = rest.substr(0, rest.find_first_of("/\\?#"));
    const auto colon = rest.find(':');
    const auto host = rest.substr(0, colon);
    const auto is_host_char = [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    };
    // A host that ends in a number is an IPv4 address, which has rules of its own: only names pass.
    const auto last_label = host.substr(host.rfind('.') + 1);
    if (host.empty() || !std::all_of(host.begin(), host.end(), is_host_char)) return false;
    if (last_label.empty() || is_digit(last_label.front())) return false;
    if (colon == std::string_view::npos) return true;
    const auto port = rest.substr(colon + 1);
    return port.size() <= 4 && std::all_of(port.begin(), port.end(), is_digit);
}

/// "//host..." of another scheme: no character that the WHATWG parser forbids in a host.
bool is_opaque_authority(std::string_view rest) {
    rest = rest.substr(0, rest.find_first_of("/?#"));
    return rest.find_first_of(" :<>@[\\]^|") == std::string_view::npos;
}

/// UTF-16 code units, as the signer's JavaScript matches them, one a character.
std::wstring utf16_units(std::string_view text) {
    std::wstring out;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t bytes = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        std::uint32_t point = bytes == 1 ? byte : byte & (0xFFU >> (bytes + 1));
        for (std::size_t k = 1; k < bytes && i + k < text.size(); ++k)
            point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        i += bytes;
        if (point >= 0x10000) {
            out += static_cast<wchar_t>(0xD800 + ((point - 0x10000) >> 10U));
            point = 0xDC00 + ((point - 0x10000) & 0x3FFU);
        }
        out += static_cast<wchar_t>(point);
    }
    return out;
}

Result<bool> is_rejected(std::string_view identity, const std::string& pattern) {
    if (pattern.size() > rejection_pattern_chars_max)
        return Error{Errc::TooLong, pattern.size(), "identity rejection pattern"};
    const auto units = utf16_units(ascii_upper(identity));
    try {
        const std::wregex regex(utf16_units(pattern), std::regex_constants::ECMAScript);
        // The library's matcher calls itself for each character, so that long texts are kept from
        // it; a placeholder is short.
        return units.size() > tested_identity_units_max || std::regex_search(units, regex);
    } catch (const std::regex_error&) {
        return Error{Errc::BadValue, 0, "identity rejection pattern"};
    }
}

/// Text as a template renders it: numbers and truth values in their own spelling, "" for others.
std::string_view scalar_text(const Value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return value->as_string();
    if (value->is_number()) return value->number_text();
    if (value->is_boolean()) return value->as_boolean() ? "true" : "false";
    return {};
}

std::string_view text_at(const Value& item, std::string_view section, std::string_view name) {
    const auto* object = item.find(section);
    return object == nullptr ? std::string_view() : scalar_text(object->find(name));
}

struct AgeAndBirth {
    std::string age, dob;
};

AgeAndBirth age_and_birth(const Value& item, UtcInstant now) {
    AgeAndBirth out;
    const auto* recipient = item.find("recipient");
    const auto* age = recipient == nullptr ? nullptr : recipient->find("age");
    const bool is_zero = age != nullptr && age->is_number() && age->as_double() == 0;
    if (!is_zero) out.age = std::string(scalar_text(age));
    const auto dob_text = text_at(item, "recipient", "dob");
    const auto dob = parse_civil_date(dob_text);
    if (dob && dob->year >= birth_year_min) {
        const auto lived_ms = now.since_epoch_ms - start_of(*dob).since_epoch_ms;
        if (out.age.empty())
            out.age = std::to_string(std::max<std::int64_t>(lived_ms, 0) / average_year_ms);
        out.dob = std::string(dob_text);
        return out;
    }
    std::int64_t years = 0;
    const auto parsed = std::from_chars(out.age.data(), out.age.data() + out.age.size(), years);
    const bool is_whole = parsed.ec == std::errc{} && parsed.ptr == out.age.data() + out.age.size();
    if (is_whole && years > 0 && years <= age_years_max)
        out.dob =
            format_civil_date({civil_date_of(now).year - static_cast<std::int32_t>(years), 1, 1});
    return out;
}

std::string normalised_vaccine(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

/// The code of the first row whose name is a part of the vaccine's; "" when there is none.
std::string_view icd11_code_of(std::string_view vaccine,
                               std::span<const profile::VaccineRow> rows) {
    const auto name = normalised_vaccine(vaccine);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const profile::VaccineRow& r) {
        return !r.name.empty() && name.find(r.name) != std::string::npos;
    });
    return row == rows.end() ? std::string_view() : std::string_view(row->icd11_code);
}

/// With milliseconds always: DIVOC signs issuanceDate so.
std::string issuance_date(UtcInstant instant) {
    auto text = format_rfc3339(instant);
    if (text.size() == 20) text.insert(19, ".000");
    return text;
}

void write_dose(json::Writer& writer, const Value& item, std::string_view name) {
    const auto* vaccination = item.find("vaccination");
    const auto* dose = vaccination == nullptr ? nullptr : vaccination->find(name);
    writer.key(name);
    if (dose != nullptr && dose->is_number())
        writer.value(*dose);
    else
        writer.value(scalar_text(dose));
}

std::string facility_country(const CredentialValuesInput& input) {
    const auto* facility = input.item.find("facility");
    const auto country =
        facility == nullptr ? std::string_view() : text_at(*facility, "address", "country");
    return std::string(country.empty() ? std::string_view(input.issuer.facility_country) : country);
}

}  // namespace

bool is_absolute_url(std::string_view text) {
    // The parser drops white space and controls around a URL, and tabs and line ends inside it: the
    // text would not be the URL.
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (std::any_of(text.begin(), text.end(), is_control)) return false;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !is_letter(text.front())) return false;
    const auto scheme = text.substr(0, colon);
    const auto is_scheme_char = [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    if (!std::all_of(scheme.begin(), scheme.end(), is_scheme_char)) return false;
    const auto rest = text.substr(colon + 1);
    static constexpr std::array<std::string_view, 5> special = {"HTTP", "HTTPS", "WS", "WSS",
                                                                "FTP"};
    const auto upper = ascii_upper(scheme);
    if (std::find(special.begin(), special.end(), upper) != special.end())
        return is_special_authority(rest);
    if (upper != "FILE" && rest.starts_with("//")) return is_opaque_authority(rest.substr(2));
    return true;
}

Result<std::string> recipient_identifier(std::string_view identity,
                                         std::string_view pre_enrollment_code,
                                         const profile::IssuerRules& issuer) {
    OUTPOST_TRY(const bool rejected, is_rejected(identity, issuer.identity_rejection_pattern));
    if (is_usable_iri(identity)) return std::string(identity);
    const auto prefix = issuer.did + ":";
    auto prefixed = prefix + std::string(identity);
    if (!identity.empty() && !rejected && is_usable_iri(prefixed)) return prefixed;
    // DIVOC's signer would fail on such a code, or sign what no parser reads.
    auto last = prefix + percent_encoded(pre_enrollment_code);
    if (!is_absolute_url(prefix + "x") || std::any_of(prefix.begin(), prefix.end(), breaks_iri))
        return Error{Errc::BadValue, 0, "the issuer's did is no absolute IRI"};
    return last;
}

Result<std::string> computed_values(const CredentialValuesInput& input) {
    const auto& item = input.item;
    const auto code = scalar_text(item.find("preEnrollmentCode"));
    OUTPOST_TRY(const auto identifier,
                recipient_identifier(text_at(item, "recipient", "identity"), code, input.issuer));
    const auto person = age_and_birth(item, input.issued_at);
    const std::string id(input.certificate_id);
    const auto vaccine = text_at(item, "vaccination", "name");
    const auto icd11_code = icd11_code_of(vaccine, input.vaccines);
    const auto* icd = icd11_code.empty() || !input.icd ? nullptr : input.icd(icd11_code);
    json::Writer w;
    w.begin_object();
    w.key("namespace").value(input.namespace_url);
    w.key("preEnrollmentCode").value(code);
    w.key("recipientName").value(text_at(item, "recipient", "name"));
    w.key("recipientIdentifier").value(identifier);
    w.key("recipientAge").value(person.age);
    w.key("recipientDob").value(person.dob);
    w.key("issuer").value(input.issuer.issuer);
    w.key("issuanceDate").value(issuance_date(input.issued_at));
    w.key("evidenceId")
        .value(input.issuer.evidence_base_url + id + std::string(input.evidence_fragment));
    w.key("InfoUrl").value(input.issuer.info_base_url + id);
    w.key("feedbackUrl").value(input.issuer.feedback_base_url + id);
    w.key("certificateId").value(id);
    w.key("batch").value(text_at(item, "vaccination", "batch"));
    w.key("vaccine").value(vaccine);
    w.key("icd11Code").value(icd11_code);
    w.key("prophylaxis").value(icd == nullptr ? std::string_view() : std::string_view(icd->term));
    w.key("vaccinationDate").value(text_at(item, "vaccination", "date"));
    write_dose(w, item, "dose");
    write_dose(w, item, "totalDoses");
    w.key("facilityAddressCountry").value(facility_country(input));
    w.end_object();
    return std::move(w).take();
}

}  // namespace outpost::issuing
