// Strict reader of policy files.
#include "core/policy/policy_file.h"

#include "core/json/reader.h"

#include <algorithm>
#include <array>
#include <span>

namespace outpost::policy {

namespace {

constexpr std::size_t policy_bytes_max = 256 * 1024;
constexpr std::size_t rules_max = 64;
constexpr std::size_t products_max = 1000;

Error bad(const char* what) {
    return {Errc::BadValue, 0, what};
}

Result<void> only_members(const json::Value& object, std::span<const std::string_view> known) {
    if (!object.is_object()) return bad("policy: an object is expected");
    for (const auto& member : object.members())
        if (std::find(known.begin(), known.end(), member.name) == known.end())
            return bad("policy: unknown member");
    return {};
}

Result<std::vector<std::string>> texts(const json::Value* value, const char* what) {
    std::vector<std::string> out;
    if (value == nullptr) return out;
    if (!value->is_array()) return bad(what);
    for (const auto& item : value->items()) {
        if (!item.is_string()) return bad(what);
        out.emplace_back(item.as_string());
    }
    return out;
}

Result<bool> flag(const json::Value* value, const char* what) {
    if (value == nullptr) return false;
    if (!value->is_boolean()) return bad(what);
    return value->as_boolean();
}

Result<std::optional<std::int64_t>> days(const json::Value* value, const char* what) {
    constexpr std::int64_t days_max = 36'525;
    if (value == nullptr) return std::optional<std::int64_t>();
    if (value->kind() != json::Kind::Integer || value->as_integer() < 0 ||
        value->as_integer() > days_max)
        return bad(what);
    return std::optional(value->as_integer());
}

Result<std::vector<credential::Format>> formats(const json::Value* value) {
    using credential::Format;
    constexpr std::array all{Format::Divoc, Format::W3cVc, Format::EuDcc, Format::Shc,
                             Format::VdsNc};
    OUTPOST_TRY(const auto names, texts(value, "policy: formats"));
    std::vector<Format> out;
    for (const auto& name : names) {
        const auto found = std::find_if(all.begin(), all.end(), [&](Format format) {
            return credential::format_name(format) == name;
        });
        if (found == all.end()) return bad("policy: unknown format");
        out.push_back(*found);
    }
    return out;
}

Result<DoseRule> dose_rule(const json::Value& rules) {
    const auto* value = rules.find("doses");
    if (value == nullptr) return DoseRule::Any;
    const auto word = value->is_string() ? value->as_string() : std::string_view();
    if (word == "any") return DoseRule::Any;
    if (word == "series_complete") return DoseRule::SeriesComplete;
    if (word == "booster") return DoseRule::Booster;
    return bad("policy: doses takes any, series_complete, booster");
}

Result<Rules> parse_rules(const json::Value& object) {
    constexpr std::array<std::string_view, 8> known{"purpose",
                                                    "formats",
                                                    "doses",
                                                    "days_since_dose_min",
                                                    "days_since_dose_max",
                                                    "vaccines",
                                                    "test_results",
                                                    "effective_until_counts"};
    OUTPOST_TRY_VOID(only_members(object, known));
    Rules rules;
    rules.purpose = object.text_of("purpose");
    if (rules.purpose.empty()) return bad("policy: purpose");
    OUTPOST_TRY(rules.formats, formats(object.find("formats")));
    OUTPOST_TRY(rules.doses, dose_rule(object));
    OUTPOST_TRY(rules.days_since_dose_min,
                days(object.find("days_since_dose_min"), "policy: days_since_dose_min"));
    OUTPOST_TRY(rules.days_since_dose_max,
                days(object.find("days_since_dose_max"), "policy: days_since_dose_max"));
    OUTPOST_TRY(rules.vaccines, texts(object.find("vaccines"), "policy: vaccines"));
    OUTPOST_TRY(rules.test_results, texts(object.find("test_results"), "policy: test_results"));
    OUTPOST_TRY(rules.effective_until_counts,
                flag(object.find("effective_until_counts"), "policy: effective_until_counts"));
    return rules;
}

Result<std::shared_ptr<const verify::ProductTable>> parse_products(const json::Value& list) {
    constexpr std::array<std::string_view, 3> known{"name", "primary_series_doses",
                                                    "also_manufacturer"};
    if (!list.is_array() || list.items().size() > products_max) return bad("policy: products");
    auto table = std::make_shared<verify::ProductTable>();
    table->manufacturers = verify::shipped_products().manufacturers;
    for (const auto& item : list.items()) {
        OUTPOST_TRY_VOID(only_members(item, known));
        verify::Product product;
        product.name = item.text_of("name");
        const auto* series = item.find("primary_series_doses");
        if (product.name != verify::normalised_name(product.name))
            return bad("policy: product names are lower case, without white space");
        if (product.name.empty() || series == nullptr || series->kind() != json::Kind::Integer ||
            series->as_integer() < 1 || series->as_integer() > 9)
            return bad("policy: products");
        product.primary_series_doses = series->as_integer();
        OUTPOST_TRY(product.also_manufacturer,
                    flag(item.find("also_manufacturer"), "policy: also_manufacturer"));
        table->products.push_back(std::move(product));
    }
    return std::shared_ptr<const verify::ProductTable>(std::move(table));
}

/// A name that is not in the table would refuse everyone without a word.
Result<void> check_vaccines(const std::vector<std::string>& vaccines,
                            const verify::ProductTable& table) {
    for (const auto& name : vaccines) {
        const bool is_known =
            std::any_of(table.products.begin(), table.products.end(),
                        [&](const verify::Product& product) { return product.name == name; });
        if (!is_known) return bad("policy: a vaccine that is not in the product table");
    }
    return {};
}

Result<AgeLimits> age_limits(const json::Value& object, AgeLimits limits) {
    constexpr std::array<std::string_view, 4> known{"fresh_days", "due_days", "ageing_days",
                                                    "too_old"};
    OUTPOST_TRY_VOID(only_members(object, known));
    OUTPOST_TRY(const auto fresh, days(object.find("fresh_days"), "policy: fresh_days"));
    OUTPOST_TRY(const auto due, days(object.find("due_days"), "policy: due_days"));
    OUTPOST_TRY(const auto ageing, days(object.find("ageing_days"), "policy: ageing_days"));
    limits.fresh_days = fresh.value_or(limits.fresh_days);
    limits.due_days = due.value_or(limits.due_days);
    limits.ageing_days = ageing.value_or(limits.ageing_days);
    if (limits.fresh_days > limits.due_days || limits.due_days > limits.ageing_days)
        return bad("policy: fresh_days, due_days, ageing_days must ascend");
    const auto* too_old = object.find("too_old");
    if (too_old == nullptr) return limits;
    const auto word = too_old->is_string() ? too_old->as_string() : std::string_view();
    if (word != "unknown" && word != "mark") return bad("policy: too_old takes unknown, mark");
    limits.is_too_old_unknown = word == "unknown";
    return limits;
}

Result<FreshnessLimits> freshness(const json::Value* object) {
    FreshnessLimits limits;
    if (object == nullptr) return limits;
    constexpr std::array<std::string_view, 2> known{"keys", "revocations"};
    OUTPOST_TRY_VOID(only_members(*object, known));
    if (const auto* keys = object->find("keys")) {
        OUTPOST_TRY(limits.keys, age_limits(*keys, limits.keys));
    }
    if (const auto* lists = object->find("revocations")) {
        OUTPOST_TRY(limits.revocations, age_limits(*lists, limits.revocations));
    }
    return limits;
}

Result<Verdict> verdict_for_unbound(const json::Value* value) {
    if (value == nullptr) return Verdict::NotAccepted;
    const auto word = value->is_string() ? value->as_string() : std::string_view();
    if (word == verdict_name(Verdict::NotAccepted)) return Verdict::NotAccepted;
    if (word == verdict_name(Verdict::Unknown)) return Verdict::Unknown;
    return bad("policy: claims_not_bound takes not_accepted, unknown");
}

}  // namespace

Result<Policy> parse_policy(std::string_view json_text) {
    constexpr std::array<std::string_view, 9> known{"outpost_policy",
                                                    "name",
                                                    "rules",
                                                    "unsigned_holder_allowed",
                                                    "revocation_data_required",
                                                    "products",
                                                    "claims_not_bound",
                                                    "confirmed_clock_required",
                                                    "freshness"};
    json::ReadLimits limits;
    limits.bytes_max = policy_bytes_max;
    OUTPOST_TRY(const auto document, json::read(json_text, limits));
    const auto& root = document.root();
    OUTPOST_TRY_VOID(only_members(root, known));
    const auto* version = root.find("outpost_policy");
    if (version == nullptr || version->kind() != json::Kind::Integer || version->as_integer() != 1)
        return Error{Errc::Unsupported, 0, "policy: outpost_policy must be 1"};
    Policy policy;
    policy.name = root.text_of("name");
    OUTPOST_TRY(policy.unsigned_holder_allowed,
                flag(root.find("unsigned_holder_allowed"), "policy: unsigned_holder_allowed"));
    OUTPOST_TRY(policy.revocation_data_required,
                flag(root.find("revocation_data_required"), "policy: revocation_data_required"));
    OUTPOST_TRY(policy.confirmed_clock_required,
                flag(root.find("confirmed_clock_required"), "policy: confirmed_clock_required"));
    OUTPOST_TRY(policy.freshness, freshness(root.find("freshness")));
    OUTPOST_TRY(policy.claims_not_bound, verdict_for_unbound(root.find("claims_not_bound")));
    if (const auto* products = root.find("products")) {
        OUTPOST_TRY(policy.products, parse_products(*products));
    }
    const auto* rules = root.find("rules");
    if (rules == nullptr || !rules->is_array() || rules->items().empty() ||
        rules->items().size() > rules_max)
        return bad("policy: rules");
    const auto& table = policy.products ? *policy.products : verify::shipped_products();
    policy.rules.clear();
    for (const auto& item : rules->items()) {
        OUTPOST_TRY(auto parsed, parse_rules(item));
        OUTPOST_TRY_VOID(check_vaccines(parsed.vaccines, table));
        policy.rules.push_back(std::move(parsed));
    }
    return policy;
}

}  // namespace outpost::policy
