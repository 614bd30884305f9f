#include "tools/outpost/trust_take.h"

#include "core/json/writer.h"
#include "core/trust/loose_keys.h"
#include "core/trust/trust_list.h"
#include "firmware-app/station/check_setup.h"

#include <algorithm>
#include <string>
#include <utility>

namespace outpost::tools {

namespace {

/// The list's name without folder and ending; of a did:key its end.
std::string stem_of(const std::string& list) {
    constexpr std::size_t did_chars = 16;
    if (list.starts_with("did:key:"))
        return "did-key-" + list.substr(list.size() - std::min(did_chars, list.size() - 8));
    const auto slash = list.find_last_of('/');
    auto name = slash == std::string::npos ? list : list.substr(slash + 1);
    if (const auto dot = name.find_last_of('.'); dot != std::string::npos && dot > 0)
        name.resize(dot);
    return name;
}

class TakeRun {
  public:
    TakeRun(const TrustTakeArguments& arguments, const TrustPorts& ports,
            const station::Console& console)
        : arguments_(arguments), ports_(ports), console_(console) {}

    int run() {
        if (const int code = read_authorities(); code != station::exit_code::ok) return code;
        if (const auto made = ports_.make_folder(arguments_.to); !made) {
            console_.message("cannot make " + station::printable(arguments_.to) + ": " +
                             station::words_for(made.error()));
            return station::exit_code::environment;
        }
        int worst = station::exit_code::ok;
        for (const auto& list : arguments_.lists) worst = std::max(worst, take(list));
        return worst;
    }

  private:
    std::optional<Bytes> read(const std::string& path) {
        auto content = ports_.files.read(path, trust::trust_list_bytes_max);
        if (content) return std::move(content).value();
        console_.message("cannot read " + station::printable(path) + ": " +
                         station::words_for(content.error()));
        return std::nullopt;
    }

    int refuse(const std::string& path, const Error& error) {
        console_.message("refused: " + station::printable(path) + ": " + station::words_for(error));
        return station::exit_code::not_ok;
    }

    int read_authorities() {
        for (const auto& path : arguments_.authorities) {
            const auto content = read(path);
            if (!content) return station::exit_code::usage;
            if (const auto added = authorities_.add(*content); !added)
                return refuse(path, added.error());
        }
        for (const auto& path : arguments_.crls) {
            const auto content = read(path);
            if (!content) return station::exit_code::usage;
            if (const auto added = authorities_.add_crl(*content); !added)
                return refuse(path, added.error());
        }
        return station::exit_code::ok;
    }

    int take(const std::string& list) {
        const bool is_did = list.starts_with("did:key:");
        const auto content = is_did ? std::optional(to_bytes(as_bytes(list))) : read(list);
        if (!content) return station::exit_code::usage;
        trust::ListOptions options;
        options.issuer = arguments_.issuer;
        options.allow_published_keys = arguments_.allow_published_keys;
        if (!arguments_.authorities.empty()) options.authorities = &authorities_;
        const auto taken = trust::take_trust_list(*content, options);
        if (!taken) return refuse(list, taken.error());
        std::vector<std::string> files;
        if (const int code = write(list, *taken, files); code != station::exit_code::ok)
            return code;
        report(list, *taken, files);
        return taken->methods.empty() ? station::exit_code::not_ok : station::exit_code::ok;
    }

    int write(const std::string& list, const trust::TakenList& taken,
              std::vector<std::string>& files) {
        const auto& methods = taken.methods;
        const auto base = arguments_.to + (arguments_.to.ends_with('/') ? "" : "/") + stem_of(list);
        for (std::size_t first = 0; first < methods.size(); first += trust::key_file_methods_max) {
            const auto count = std::min(trust::key_file_methods_max, methods.size() - first);
            const auto begin = methods.begin() + static_cast<std::ptrdiff_t>(first);
            const std::vector<trust::VerificationMethod> some(
                begin, begin + static_cast<std::ptrdiff_t>(count));
            const auto part = files.empty() ? "" : "-" + std::to_string(files.size() + 1);
            auto path = base + part + ".json";
            const auto written =
                ports_.files.write_atomically(path, as_bytes(trust::write_key_file(some)));
            if (!written) {
                console_.message("cannot write " + station::printable(path) + ": " +
                                 station::words_for(written.error()));
                return station::exit_code::environment;
            }
            files.push_back(std::move(path));
        }
        return station::exit_code::ok;
    }

    void report(const std::string& list, const trust::TakenList& taken,
                const std::vector<std::string>& files) {
        if (arguments_.json) return console_.result(as_json(list, taken, files));
        console_.result(station::printable(list) + ": " +
                        std::string(trust::list_kind_name(taken.kind)) + ", " +
                        std::to_string(taken.methods.size()) + " keys taken, " +
                        std::to_string(taken.not_taken.size()) + " not");
        for (const auto& entry : taken.not_taken)
            console_.result("  not taken: " + station::printable(entry.entry) + ": " +
                            entry.reason);
        for (const auto& file : files) console_.result("  in " + station::printable(file));
    }

    static std::string as_json(const std::string& list, const trust::TakenList& taken,
                               const std::vector<std::string>& files) {
        json::Writer writer;
        writer.begin_object().key("list").value(list);
        writer.key("kind").value(trust::list_kind_name(taken.kind));
        writer.key("taken").value(static_cast<std::uint64_t>(taken.methods.size()));
        writer.key("not_taken").begin_array();
        for (const auto& entry : taken.not_taken)
            writer.begin_object()
                .key("entry")
                .value(entry.entry)
                .key("reason")
                .value(std::string_view(entry.reason))
                .end_object();
        writer.end_array().key("files").begin_array();
        for (const auto& file : files) writer.value(file);
        writer.end_array().end_object();
        return std::move(writer).take();
    }

    const TrustTakeArguments& arguments_;
    const TrustPorts& ports_;
    const station::Console& console_;
    crypto::Authorities authorities_;
};

}  // namespace

int run_trust_take(const TrustTakeArguments& arguments, const TrustPorts& ports,
                   const station::Console& console) {
    return TakeRun(arguments, ports, console).run();
}

}  // namespace outpost::tools
