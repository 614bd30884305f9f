// What was taken, to the bus.
#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/commands.h"

#include <algorithm>
#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

constexpr std::size_t properties_bytes_max = 64 * 1024;
constexpr std::int64_t second_ms = 1'000;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// name=value lines, as Kafka's own clients read them; # begins a line of words. Values may be
/// secret: a fault is told by its line alone.
bool read_properties(const std::string& path, FileStore& files, const station::Console& console,
                     BusRequest& request, std::vector<int>& lines) {
    const auto content = files.read(path, properties_bytes_max);
    if (!content) {
        console.message("cannot read " + station::printable(path) + ": " +
                        station::words_for(content.error()));
        return false;
    }
    auto text = as_text(*content);
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            console.message(station::printable(path) + ", line " + std::to_string(number) +
                            ": name=value is expected");
            return false;
        }
        request.properties.emplace_back(trimmed(line.substr(0, equals)),
                                        trimmed(line.substr(equals + 1)));
        lines.push_back(number);
    }
    return true;
}

std::string words_for_bus(const Error& error) {
    auto words = station::words_for(error);
    const std::string what = error.what;
    if (!what.empty() && words.find(what) == std::string::npos) words += " (" + what + ")";
    return words;
}

void tell(const hub::ProduceRun& run, bool json, const station::Console& console) {
    if (json) {
        json::Writer out;
        out.begin_object().key("status").value("produced").key("produced").value(run.produced);
        out.key("transactions").value(run.transactions);
        out.key("too_large").value(run.too_large).end_object();
        console.result(std::move(out).take());
        return;
    }
    auto line = std::to_string(run.produced) + " messages sent in " +
                std::to_string(run.transactions) + " transactions";
    if (run.too_large > 0)
        line += "; " + std::to_string(run.too_large) + " set aside, too large for the brokers";
    console.message(line);
}

/// One round: the folder is only held while it lasts. @return the exit code
int produce_once(const ProduceArguments& arguments, MessageBus& bus, const HubToolPorts& ports,
                 const station::Console& console) {
    auto folder = open_or_tell(arguments.state, HubUse::Work, ports, console);
    if (!folder) return environment;
    if (arguments.retry_too_large) {
        const auto retried = folder->desk->ledger().retry_too_large();
        if (!retried) return fail_at_ledger(console, retried.error());
    }
    const auto run = folder->desk->produce(bus, ports.clock.now());
    if (!run) {
        console.message("not sent: " + words_for_bus(run.error()) + "; nothing is lost");
        return environment;
    }
    if (arguments.every_seconds == 0 || run->produced > 0 || run->too_large > 0)
        tell(*run, arguments.json, console);
    return run->too_large > 0 ? not_ok : ok;
}

}  // namespace

int run_produce(const ProduceArguments& arguments, const ProducePorts& ports,
                const station::Console& console) {
    BusRequest request{{}, arguments.transactional_id, arguments.topic_prefix};
    std::vector<int> lines;
    if (!read_properties(arguments.kafka, ports.hub.files, console, request, lines)) return usage;
    if (request.transactional_id.empty()) {
        const auto keys = read_keys(arguments.state, ports.hub.files);
        if (!keys) {
            console.message("no keys in " + station::printable(arguments.state) + ": " +
                            station::words_for(keys.error()));
            return environment;
        }
        request.transactional_id = "outpost-hub-" + keys->public_part().id();
    }
    const auto bus = ports.make_bus(request);
    if (!bus) {
        const auto at = bus.error().offset;
        console.message(station::printable(arguments.kafka) +
                        (at < lines.size() ? ", line " + std::to_string(lines[at]) : "") + ": " +
                        bus.error().what);
        return usage;
    }
    int code = produce_once(arguments, **bus, ports.hub, console);
    while (arguments.every_seconds > 0 && !ports.interrupted) {
        for (std::int64_t waited = 0;
             waited < arguments.every_seconds * second_ms && !ports.interrupted;
             waited += second_ms)
            ports.wait(second_ms);
        if (!ports.interrupted) code = produce_once(arguments, **bus, ports.hub, console);
    }
    return code;
}

}  // namespace outpost::hub_tool
