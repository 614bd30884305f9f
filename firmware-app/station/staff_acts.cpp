#include "firmware-app/station/staff_acts.h"

#include "core/json/writer.h"

#include <utility>

namespace outpost::station {

std::string clock_act(const timekeeping::Standing& before, const timekeeping::Standing& after,
                      std::string_view by) {
    json::Writer writer;
    writer.begin_object().key("by").value(by);
    writer.key("doubt").value(timekeeping::doubt_name(before.doubt));
    writer.key("from").value(format_rfc3339(before.now));
    writer.key("to").value(format_rfc3339(after.now)).end_object();
    return std::move(writer).take();
}

std::string trust_act(const sync::Generation& in_force, std::string_view by) {
    json::Writer writer;
    writer.begin_object().key("by").value(by);
    writer.key("sequence").value(in_force.sequence);
    writer.key("bundle").value(in_force.bundles.empty() ? std::string() : in_force.bundles.back());
    writer.end_object();
    return std::move(writer).take();
}

}  // namespace outpost::station
