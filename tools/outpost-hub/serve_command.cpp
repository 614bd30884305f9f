// The hub on the web.
#include "core/json/writer.h"
#include "core/sync/sealed_export.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/commands.h"
#include "tools/outpost-hub/web_calls.h"

#include <charconv>
#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

constexpr std::size_t pem_bytes_max = 64 * 1024;
constexpr std::int64_t look_ms = 200;
/// Many kiosks may send at once, but this much of memory is the end of it.
constexpr std::size_t calls_bytes_max = 512UL * 1024 * 1024;

/// "127.0.0.1:8443", "[::1]:8443"
bool read_listen(std::string_view text, WebServerSettings& settings) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    auto address = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), settings.port);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return false;
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    else if (address.find(':') != std::string_view::npos)
        return false;  // which colon begins the port?
    settings.address = std::string(address);
    return !address.empty();
}

bool is_this_machine(std::string_view address) {
    return address == "127.0.0.1" || address == "::1";
}

bool read_pem(const std::string& path, FileStore& files, const station::Console& console,
              std::string& text) {
    if (path.empty()) return true;
    auto content = files.read(path, pem_bytes_max);
    if (content) {
        text = std::string(as_text(*content));
        return true;
    }
    console.message("cannot read " + station::printable(path) + ": " +
                    station::words_for(content.error()));
    return false;
}

bool read_settings(const ServeArguments& arguments, FileStore& files,
                   const station::Console& console, WebServerSettings& settings) {
    if (!read_listen(arguments.listen, settings)) {
        console.message("--listen: ADDRESS:PORT is expected, such as 0.0.0.0:8443 or [::]:8443");
        return false;
    }
    if (arguments.certificate.empty() != arguments.key.empty()) {
        console.message("--tls-certificate and --tls-key go together");
        return false;
    }
    if (arguments.certificate.empty() && !is_this_machine(settings.address)) {
        console.message("without a certificate only 127.0.0.1 and [::1] are listened at");
        return false;
    }
    settings.body_bytes_max = sync::export_file_bytes_max;
    settings.bodies_bytes_max = calls_bytes_max;
    return read_pem(arguments.certificate, files, console, settings.certificate) &&
           read_pem(arguments.key, files, console, settings.key);
}

void tell_listening(const ServeArguments& arguments, const WebServerSettings& settings,
                    std::uint16_t port, const station::Console& console) {
    if (!arguments.json)
        return console.message("listening at " + station::printable(settings.address) + ", port " +
                               std::to_string(port) +
                               (settings.certificate.empty() ? ", without TLS" : ""));
    json::Writer out;
    out.begin_object().key("status").value("listening").key("address").value(settings.address);
    out.key("port").value(static_cast<std::int64_t>(port));
    out.key("tls").value(!settings.certificate.empty()).end_object();
    console.result(std::move(out).take());
}

}  // namespace

int run_serve(const ServeArguments& arguments, const ServePorts& ports,
              const station::Console& console) {
    WebServerSettings settings;
    if (!read_settings(arguments, ports.hub.files, console, settings)) return usage;
    // Before the first kiosk calls, somebody is there to read why it could not be answered.
    if (!open_or_tell(arguments.state, HubUse::Work, ports.hub, console)) return environment;
    WebCalls calls(arguments.state, arguments.bundles, arguments.json, {ports.hub, ports.wait},
                   console);
    std::uint16_t port = 0;
    const auto server = ports.start(
        settings, [&](const WebCall& call) { return calls.answer(call); }, port);
    if (!server) {
        console.message("cannot listen at " + station::printable(arguments.listen) + ": " +
                        server.error().what);
        return environment;
    }
    tell_listening(arguments, settings, port, console);
    while (!ports.interrupted) ports.wait(look_ms);
    return ok;
}

}  // namespace outpost::hub_tool
