#include "core/issuing/request_rules.h"

#include "core/intake/item_reader.h"
#include "core/intake/vaccination_date.h"
#include "core/issuing/text_rules.h"
#include "core/json/jcs.h"
#include "core/json/pointer.h"
#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::issuing {

namespace {

using intake::ItemCode;
using intake::ItemError;
using json::Kind;
using json::Value;

constexpr std::int64_t exact_integer_max = std::int64_t{1} << 53U;

/// The members of both request forms in their order (docs/formats/divoc.md).
constexpr std::array<std::string_view, 40> field_order = {"/preEnrollmentCode",
                                                          "/enrollmentType",
                                                          "/programId",
                                                          "/comorbidities",
                                                          "/recipient",
                                                          "/recipient/name",
                                                          "/recipient/dob",
                                                          "/recipient/age",
                                                          "/recipient/gender",
                                                          "/recipient/nationality",
                                                          "/recipient/identity",
                                                          "/recipient/contact",
                                                          "/recipient/address",
                                                          "/recipient/address/addressLine1",
                                                          "/recipient/address/addressLine2",
                                                          "/recipient/address/district",
                                                          "/recipient/address/state",
                                                          "/recipient/address/country",
                                                          "/recipient/address/pincode",
                                                          "/vaccination",
                                                          "/vaccination/name",
                                                          "/vaccination/batch",
                                                          "/vaccination/manufacturer",
                                                          "/vaccination/date",
                                                          "/vaccination/effectiveStart",
                                                          "/vaccination/effectiveUntil",
                                                          "/vaccination/dose",
                                                          "/vaccination/totalDoses",
                                                          "/vaccinator",
                                                          "/vaccinator/name",
                                                          "/facility",
                                                          "/facility/name",
                                                          "/facility/address",
                                                          "/facility/address/addressLine1",
                                                          "/facility/address/addressLine2",
                                                          "/facility/address/district",
                                                          "/facility/address/state",
                                                          "/facility/address/country",
                                                          "/facility/address/pincode",
                                                          "/meta"};

/// One line each: codes, dates and numbers in which a line feed has no place.
constexpr std::array<std::string_view, 10> one_line_fields = {"/preEnrollmentCode",
                                                              "/enrollmentType",
                                                              "/programId",
                                                              "/recipient/dob",
                                                              "/recipient/age",
                                                              "/recipient/identity",
                                                              "/recipient/contact",
                                                              "/vaccination/date",
                                                              "/vaccination/effectiveStart",
                                                              "/vaccination/effectiveUntil"};

/// Read by people to know who was given what: something must be seen where there is a text at all.
constexpr std::array<std::string_view, 6> seen_fields = {
    "/recipient/name",   "/recipient/gender", "/recipient/nationality",
    "/vaccination/name", "/vaccinator/name",  "/facility/name"};

bool is_under(std::string_view path, std::string_view over) {
    return path.starts_with(over) && (path.size() == over.size() || path[over.size()] == '/');
}

/// Place in the field order: that of the nearest member that is known; unknown ones come last.
std::size_t rank_of(std::string_view path) {
    std::size_t rank = path.empty() ? 0 : field_order.size();
    std::size_t best = 0;
    for (std::size_t i = 0; i < field_order.size(); ++i) {
        if (!is_under(path, field_order[i]) || field_order[i].size() <= best) continue;
        rank = i;
        best = field_order[i].size();
    }
    return rank;
}

std::string child_path(std::string path, std::string_view name) {
    json::append_pointer_step(path, name);
    return path;
}

const Value* at(const Value& item, std::string_view section, std::string_view name) {
    const auto* value = item.find(section);
    return value == nullptr ? nullptr : value->find(name);
}

bool is_absent(const Value* value) {
    return value == nullptr || value->is_null();
}

bool is_blank(const Value* value) {
    return is_absent(value) || (value->is_string() && value->as_string().find_first_not_of(
                                                          " \t\r\n") == std::string_view::npos);
}

/// Whether a number's text names a whole number exactly: 1, 1.0 and 10e-1 do, whereas 1.00...01 is
/// whole only as the nearest double.
bool is_exactly_whole(std::string_view text) {
    const auto mantissa = text.substr(0, text.find_first_of("eE"));
    const auto point = mantissa.find('.');
    std::int64_t exponent = 0;
    if (mantissa.size() < text.size()) {
        auto digits = text.substr(mantissa.size() + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto* end = digits.data() + digits.size();
        if (std::from_chars(digits.data(), end, exponent).ec != std::errc{}) return false;
    }
    // The last digit that counts must stand before the point, once the exponent has moved it.
    const auto last = mantissa.find_last_of("123456789");
    if (last == std::string_view::npos) return true;  // zero
    const auto whole_end = static_cast<std::int64_t>(std::min(point, mantissa.size()));
    auto place = static_cast<std::int64_t>(last) - whole_end;
    if (place > 0) --place;  // the point itself: now -1 is units, 0 tenths
    return exponent > place;
}

/// 1, 1.0 and 1e0 are the same; nothing when it is no whole number.
std::optional<std::int64_t> whole(const Value& number) {
    if (number.kind() == Kind::Integer) return number.as_integer();
    const double value = number.as_double();
    if (!is_exactly_whole(number.number_text()) ||
        std::abs(value) > static_cast<double>(exact_integer_max))
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

class Checker {
  public:
    Checker(const Value& item, const RequestRules& rules, UtcInstant now)
        : item_(item), rules_(rules), now_(now) {}

    CheckedRequest run();

  private:
    void refuse(std::string path, ItemCode code, const char* text);
    void check_texts(const Value& value, const std::string& path);
    void check_text(std::string_view text, const std::string& path);
    void check_key();
    void check_age();
    void check_contact();
    void check_dates();
    void check_walk_in();
    void check_meta();
    std::int64_t check_dose(std::string_view name, bool is_key);
    std::optional<CivilDate> civil_date(std::string_view section, std::string_view name);
    std::vector<json::Member> normal_vaccination(const Value& vaccination);
    void normalise();

    const Value& item_;
    const RequestRules& rules_;
    UtcInstant now_;
    std::optional<intake::VaccinationDate> date_;
    std::string dose_text_, total_doses_text_;  // what the normal form's numbers borrow
    CheckedRequest checked_;
};

void Checker::refuse(std::string path, ItemCode code, const char* text) {
    if (checked_.errors.size() < item_errors_max)
        checked_.errors.push_back({std::move(path), code, text, 0, {}});
}

void Checker::check_text(std::string_view text, const std::string& path) {
    const bool is_free_text =
        std::none_of(one_line_fields.begin(), one_line_fields.end(),
                     [&](std::string_view field) { return is_under(path, field); });
    if (code_points(text) > text_chars_max)
        refuse(path, ItemCode::TooLong, "longer than 1,000 characters");
    if (has_control(text, is_free_text))
        refuse(path, ItemCode::ControlCharacter, "a control character stands in this text");
    else if (has_loose_direction(text))
        refuse(path, ItemCode::ControlCharacter,
               "a mark in this text turns the writing direction and does not end");
    else if (!is_free_text && has_invisible(text))
        refuse(path, ItemCode::ControlCharacter, "a character of this text can not be seen");
    const bool must_be_seen =
        std::find(seen_fields.begin(), seen_fields.end(), path) != seen_fields.end();
    if (must_be_seen && !text.empty() && !has_visible(text))
        refuse(path, ItemCode::TooShort, "nothing in this text can be seen");
}

void Checker::check_texts(const Value& value, const std::string& path) {
    if (value.is_string()) {
        check_text(value.as_string(), path);
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const auto& item : value.items())
            check_texts(item, path + '/' + std::to_string(index++));
    } else if (value.is_object()) {
        for (const auto& member : value.members()) {
            // A name of this sort would make its own pointer unreadable.
            if (code_points(member.name) > text_chars_max || has_control(member.name, false))
                refuse(path, ItemCode::ControlCharacter,
                       "a member's name is too long or has a control character");
            else
                check_texts(member.value, child_path(path, member.name));
        }
    } else if (value.is_number()) {
        // Beyond 2^53 readers of JSON disagree on a whole number, so that no digest can hold it.
        const bool is_written_whole =
            value.number_text().find_first_of(".eE") == std::string_view::npos;
        if (is_written_whole &&
            std::abs(value.as_double()) >= static_cast<double>(exact_integer_max))
            refuse(path, ItemCode::AboveMaximum, "whole numbers end at 2^53");
    }
}

void Checker::check_key() {
    static constexpr const char* empty_text = "this must not be empty";
    const auto* code = item_.find("preEnrollmentCode");
    if (is_blank(code))
        refuse("/preEnrollmentCode", ItemCode::Required, empty_text);
    else if (!code->is_string())
        refuse("/preEnrollmentCode", ItemCode::WrongType, "this must be a text");
    else if (code_points(code->as_string()) > pre_enrollment_code_chars_max)
        refuse("/preEnrollmentCode", ItemCode::TooLong, "longer than 64 characters");
    checked_.pre_enrollment_code = std::string(item_.text_of("preEnrollmentCode"));
    const auto* program = item_.find("programId");
    if (!is_absent(program) && !program->is_string())
        refuse("/programId", ItemCode::WrongType, "this must be a text");
    else if (rules_.requires_program_id && is_blank(program))
        refuse("/programId", ItemCode::Required, empty_text);
    checked_.program_id = std::string(item_.text_of("programId"));
    checked_.dose = check_dose("dose", true);
    check_dose("totalDoses", false);
}

std::int64_t Checker::check_dose(std::string_view name, bool is_key) {
    const auto path = "/vaccination/" + std::string(name);
    const auto* value = at(item_, "vaccination", name);
    if (is_absent(value)) {
        if (is_key) refuse(path, ItemCode::Required, "the number of the dose is missing");
        return 0;
    }
    if (!value->is_number()) {
        if (is_key) refuse(path, ItemCode::WrongType, "this must be a number");
        return 0;
    }
    const double number = value->as_double();
    if (number > static_cast<double>(dose_max)) {
        refuse(path, ItemCode::AboveMaximum, "doses end with 99");
        return 0;
    }
    if (number < 1) {
        refuse(path, ItemCode::BelowMinimum, "doses begin with 1");
        return 0;
    }
    const auto dose = whole(*value);
    if (!dose) refuse(path, ItemCode::NotInteger, "this must be a whole number");
    return dose.value_or(0);
}

std::optional<CivilDate> Checker::civil_date(std::string_view section, std::string_view name) {
    const auto* value = at(item_, section, name);
    if (is_absent(value) || !value->is_string()) return std::nullopt;
    const auto date = parse_civil_date(value->as_string());
    if (date && date->year >= date_year_min) return *date;
    refuse("/" + std::string(section) + "/" + std::string(name), ItemCode::BadDate,
           date ? "years begin with 1901" : "no date of the form YYYY-MM-DD");
    return std::nullopt;
}

void Checker::check_age() {
    const auto* recipient = item_.find("recipient");
    if (recipient == nullptr || !recipient->is_object()) return;
    const auto* age = recipient->find("age");
    if (is_blank(age)) {
        if (is_blank(recipient->find("dob")))
            refuse("/recipient/age", ItemCode::AgeOrDobMissing,
                   "age and date of birth are both missing: one of them is needed");
        return;
    }
    if (!age->is_string()) return;
    const auto text = age->as_string();
    std::int64_t years = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), years);
    const bool is_whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    const bool has_leading_zero = text.size() > 1 && text.front() == '0';
    if (!is_whole || text.front() == '-' || has_leading_zero || years > age_years_max)
        refuse("/recipient/age", ItemCode::BadAge,
               "the age must be a whole number from 0 to 150, without leading zeros");
}

void Checker::check_contact() {
    const auto* recipient = item_.find("recipient");
    if (recipient == nullptr || !recipient->is_object()) return;
    static constexpr std::string_view scheme = "tel:";
    const auto* contact = recipient->find("contact");
    if (!is_absent(contact) && !contact->is_array()) return;
    const auto is_telephone = [](const Value& entry) {
        return entry.is_string() && entry.as_string().starts_with(scheme) &&
               entry.as_string().find_first_of("0123456789") != std::string_view::npos;
    };
    if (is_absent(contact) ||
        std::none_of(contact->items().begin(), contact->items().end(), is_telephone))
        refuse("/recipient/contact", ItemCode::ContactMissing,
               "a contact of the form tel:NUMBER is needed");
}

void Checker::check_dates() {
    const auto* value = at(item_, "vaccination", "date");
    if (!is_absent(value) && value->is_string()) {
        const auto date = intake::parse_vaccination_date(value->as_string());
        if (date && date->day.year >= date_year_min)
            date_ = *date;
        else
            refuse("/vaccination/date", ItemCode::BadDate,
                   date ? "years begin with 1901"
                        : "no date and time of the form YYYY-MM-DDThh:mm:ssZ");
    }
    // "Today" is the vaccination's: where its clock is ahead of UTC, a child may be born on a day
    // that UTC has not reached.
    const auto offset_ms = date_ ? std::int64_t{date_->offset_minutes} * 60'000 : 0;
    const auto today = civil_date_of({now_.since_epoch_ms + offset_ms});
    auto dob = civil_date("recipient", "dob");
    if (dob && *dob > today) {
        refuse("/recipient/dob", ItemCode::BadAge, "the date of birth lies ahead");
        dob.reset();
    }
    if (date_ && date_->instant > now_)
        refuse("/vaccination/date", ItemCode::DateAhead, "the vaccination lies in the future");
    if (date_ && dob && date_->day < *dob)
        refuse("/vaccination/date", ItemCode::BeforeBirth,
               "the vaccination lies before the date of birth");
    const auto start = civil_date("vaccination", "effectiveStart");
    const auto until = civil_date("vaccination", "effectiveUntil");
    if (start && until && *until < *start)
        refuse("/vaccination/effectiveUntil", ItemCode::PeriodReversed,
               "effectiveUntil lies before effectiveStart");
}

// DIVOC's service ends with a fault where the v3 form leaves out what the v1 form asks for.
void Checker::check_walk_in() {
    if (rules_.is_v1 || item_.text_of("enrollmentType") != "WALK_IN") return;
    const auto needs = [this](const Value* value, const char* path) {
        if (is_absent(value)) refuse(path, ItemCode::WalkIn, "a walk-in request needs this member");
    };
    needs(at(item_, "recipient", "address"), "/recipient/address");
    needs(item_.find("vaccinator"), "/vaccinator");
    needs(at(item_, "facility", "address"), "/facility/address");
}

void Checker::check_meta() {
    const auto* meta = item_.find("meta");
    if (is_absent(meta)) return;
    if (!meta->is_object()) {
        refuse("/meta", ItemCode::WrongType, "this must be an object");
        return;
    }
    if (json::write(*meta).size() > meta_bytes_max)
        refuse("/meta", ItemCode::TooLong, "meta is larger than 16 KiB");
    const auto* previous = meta->find("previousCertificateId");
    if (is_absent(previous)) return;
    if (!previous->is_string())
        refuse("/meta/previousCertificateId", ItemCode::WrongType, "this must be a text");
    else
        checked_.previous_id = std::string(previous->as_string());
}

/// Members in their order, with the date and the doses in their normal spelling.
std::vector<json::Member> Checker::normal_vaccination(const Value& vaccination) {
    std::vector<json::Member> members;
    for (const auto& member : vaccination.members()) {
        auto value = member.value;
        if (member.name == "date" && date_) {
            value = Value::string(date_->text);
        } else if (member.name == "dose" || member.name == "totalDoses") {
            const auto number = value.is_number() ? whole(value) : std::nullopt;
            auto& text = member.name == "dose" ? dose_text_ : total_doses_text_;
            if (number) {
                text = std::to_string(*number);
                value = Value::integer(*number, text);
            }
        }
        members.push_back({member.name, value});
    }
    return members;
}

void Checker::normalise() {
    std::vector<json::Member> vaccination, members, content_members;
    for (const auto& member : item_.members()) {
        auto value = member.value;
        if (member.name == "vaccination" && value.is_object()) {
            vaccination = normal_vaccination(value);
            value = Value::object(vaccination);
        }
        members.push_back({member.name, value});
        if (member.name != "meta") content_members.push_back({member.name, value});
    }
    auto text = json::write(Value::object(members));
    if (text.size() > intake::item_bytes_max)
        return refuse({}, ItemCode::TooLong, "this item is longer than 64 KiB");
    auto content = json::canonicalize_jcs(Value::object(content_members));
    if (!content)
        return refuse({}, ItemCode::AboveMaximum, "a number that readers of JSON disagree on");
    checked_.json = std::move(text);
    checked_.content = std::move(content).value();
}

CheckedRequest Checker::run() {
    if (!item_.is_object()) {
        refuse({}, ItemCode::WrongType, "this item is no JSON object");
        return std::move(checked_);
    }
    check_key();
    check_age();
    check_contact();
    check_dates();
    check_walk_in();
    check_meta();
    check_texts(item_, {});
    if (checked_.errors.empty()) normalise();
    std::stable_sort(
        checked_.errors.begin(), checked_.errors.end(),
        [](const ItemError& a, const ItemError& b) { return rank_of(a.path) < rank_of(b.path); });
    return std::move(checked_);
}

}  // namespace

CheckedRequest check_request(const Value& item, const RequestRules& rules, UtcInstant now) {
    return Checker(item, rules, now).run();
}

}  // namespace outpost::issuing
