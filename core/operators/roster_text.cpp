// The roster as text, strictly.
#include "core/bytes/base64.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/operators/roster.h"

#include <algorithm>

namespace outpost::operators {

namespace {

constexpr std::string_view roster_format = "outpost-operators/1";
constexpr std::size_t roster_members = 6;
constexpr std::size_t operator_members = 6;
constexpr std::size_t binary_chars_max = 64;

Result<std::string_view> text_in(const json::Value& object, std::string_view name) {
    const auto* member = object.find(name);
    if (member == nullptr || !member->is_string())
        return Error{Errc::BadSyntax, 0, "operators file: a text is missing"};
    return member->as_string();
}

Result<std::int64_t> integer_in(const json::Value& object, std::string_view name,
                                std::int64_t max) {
    const auto* member = object.find(name);
    if (member == nullptr || member->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "operators file: a number is missing"};
    if (member->as_integer() < 1 || member->as_integer() > max)
        return Error{Errc::BadValue, 0, "operators file: a number outside its bounds"};
    return member->as_integer();
}

template <std::size_t size>
Result<void> binary_in(const json::Value& object, std::string_view name,
                       std::array<std::uint8_t, size>& out) {
    OUTPOST_TRY(const auto text, text_in(object, name));
    OUTPOST_TRY(const auto bytes, bytes::decode_base64url(text, binary_chars_max));
    if (bytes.size() != size) return Error{Errc::BadValue, 0, "operators file: length of bytes"};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return {};
}

Result<Role> role_in(const json::Value& object) {
    OUTPOST_TRY(const auto text, text_in(object, "role"));
    for (const Role role : {Role::Operator, Role::Supervisor})
        if (text == role_name(role)) return role;
    return Error{Errc::BadValue, 0, "operators file: role"};
}

Result<Operator> parse_operator(const json::Value& object) {
    if (!object.is_object() || object.members().size() != operator_members)
        return Error{Errc::BadSyntax, 0, "operators file: members of an operator"};
    Operator parsed;
    OUTPOST_TRY(parsed.number, integer_in(object, "number", operator_number_max));
    OUTPOST_TRY(const auto name, text_in(object, "name"));
    if (!check_name(name)) return Error{Errc::BadValue, 0, "operators file: name"};
    parsed.name = name;
    OUTPOST_TRY(parsed.role, role_in(object));
    OUTPOST_TRY_VOID(binary_in(object, "salt", parsed.salt));
    OUTPOST_TRY_VOID(binary_in(object, "tag", parsed.tag));
    OUTPOST_TRY(const auto added_at, text_in(object, "added_at"));
    OUTPOST_TRY(parsed.added_at, parse_rfc3339(added_at));
    return parsed;
}

bool is_there(const std::vector<Operator>& operators, const Operator& wanted) {
    return std::any_of(operators.begin(), operators.end(), [&](const Operator& each) {
        return each.number == wanted.number || each.name == wanted.name;
    });
}

}  // namespace

Result<OperatorRoster> OperatorRoster::parse(std::string_view text) {
    OUTPOST_TRY(const auto document, json::read(text, {roster_file_bytes_max, 4, 256}));
    const auto& root = document.root();
    if (root.text_of("format") != roster_format)
        return Error{Errc::Unsupported, 0, "not an operators file of this version"};
    const auto* list = root.find("operators");
    if (root.members().size() != roster_members || list == nullptr || !list->is_array())
        return Error{Errc::BadSyntax, 0, "operators file: members"};
    if (list->items().size() > operators_max)
        return Error{Errc::TooLong, operators_max, "operators file: too many operators"};
    OperatorRoster roster;
    OUTPOST_TRY_VOID(binary_in(root, "salt", roster.salt_));
    OUTPOST_TRY(const auto passes, integer_in(root, "passes", crypto::pin_passes_max));
    OUTPOST_TRY(const auto memory_kib, integer_in(root, "memory_kib", crypto::pin_memory_kib_max));
    roster.cost_ = {static_cast<std::uint32_t>(passes), static_cast<std::uint32_t>(memory_kib)};
    if (!crypto::is_allowed(roster.cost_))
        return Error{Errc::BadValue, 0, "operators file: cost of a PIN"};
    OUTPOST_TRY(roster.next_number_, integer_in(root, "next_number", operator_number_max + 1));
    for (const auto& item : list->items()) {
        OUTPOST_TRY(auto each, parse_operator(item));
        if (each.number >= roster.next_number_)
            return Error{Errc::BadValue, 0, "operators file: number"};
        if (is_there(roster.operators_, each))
            return Error{Errc::Duplicate, 0, "operators file: a name or number twice"};
        roster.operators_.push_back(std::move(each));
    }
    return roster;
}

std::string OperatorRoster::to_text() const {
    json::Writer writer;
    writer.begin_object().key("format").value(roster_format);
    writer.key("salt").value(bytes::encode_base64url(salt_));
    writer.key("passes").value(cost_.passes).key("memory_kib").value(cost_.memory_kib);
    writer.key("next_number").value(next_number_);
    writer.key("operators").begin_array();
    for (const auto& each : operators_) {
        writer.begin_object().key("number").value(each.number);
        writer.key("name").value(each.name).key("role").value(role_name(each.role));
        writer.key("salt").value(bytes::encode_base64url(each.salt));
        writer.key("tag").value(bytes::encode_base64url(each.tag));
        writer.key("added_at").value(format_rfc3339(each.added_at)).end_object();
    }
    writer.end_array().end_object();
    return std::move(writer).take();
}

}  // namespace outpost::operators
