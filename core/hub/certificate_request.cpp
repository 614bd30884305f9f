#include "core/hub/certificate_request.h"

namespace outpost::hub {

namespace {

constexpr std::string_view phone_scheme = "tel:";

std::string text_or_number(const json::Value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->as_string());
    if (value->is_number()) return std::string(value->number_text());
    return {};
}

std::string first_phone(const json::Value* contacts) {
    if (contacts == nullptr || !contacts->is_array()) return {};
    for (const auto& contact : contacts->items())
        if (contact.is_string() && contact.as_string().starts_with(phone_scheme))
            return std::string(contact.as_string().substr(phone_scheme.size()));
    return {};
}

}  // namespace

RequestKeys read_request_keys(const json::Value& request) {
    RequestKeys keys;
    keys.pre_enrollment_code = request.text_of("preEnrollmentCode");
    keys.program_id = request.text_of("programId");
    if (const auto* vaccination = request.find("vaccination"))
        keys.dose = text_or_number(vaccination->find("dose"));
    if (const auto* recipient = request.find("recipient")) {
        keys.name = recipient->text_of("name");
        keys.mobile = first_phone(recipient->find("contact"));
    }
    return keys;
}

}  // namespace outpost::hub
