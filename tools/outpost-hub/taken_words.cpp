#include "tools/outpost-hub/taken_words.h"

namespace outpost::hub_tool {

std::string_view status_of(const hub::TakenExport& taken) {
    if (taken.was_known && !is_set_aside(taken)) return "known";
    return hub::standing_name(taken.stored.standing);
}

bool is_set_aside(const hub::TakenExport& taken) {
    const auto standing = taken.stored.standing;
    return standing == hub::ExportStanding::Held || standing == hub::ExportStanding::Refused;
}

void write_taken(json::Writer& out, const hub::TakenExport& taken) {
    const auto& header = taken.header;
    out.key("status").value(status_of(taken));
    out.key("kiosk").value(header.kiosk).key("number").value(header.mark.number);
    out.key("certificates").value(taken.stored.certificates);
    out.key("conflicts").value(taken.stored.conflicts);
}

std::string_view refusal_code(const Error& error) {
    return error.code == Errc::NotFound ? "unknown_kiosk" : code_name(error.code);
}

}  // namespace outpost::hub_tool
