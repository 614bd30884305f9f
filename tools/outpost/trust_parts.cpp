// From files and folders to the parts of a bundle.
#include "tools/outpost/trust_parts.h"

#include "core/bytes/hex.h"
#include "core/sync/part_check.h"
#include "core/trust/loader.h"
#include "firmware-app/station/check_setup.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace outpost::tools {

namespace {

std::string last_name(std::string path) {
    while (path.ends_with('/')) path.pop_back();
    return path.substr(path.rfind('/') + 1);
}

/// Collects parts; the first thing that goes wrong is told and ends it.
class PartCollector {
  public:
    PartCollector(FileStore& files, const station::Console& console, trust::Bundle& bundle)
        : files_(files), console_(console), bundle_(bundle) {}

    void add(trust::PartKind kind, std::string name, const std::string& path) {
        if (exit_ != station::exit_code::ok) return;
        auto content = files_.read(path, trust::part_bytes_max);
        if (!content) return fail("cannot read " + station::printable(path), content.error(), true);
        auto part = trust::make_part({kind, std::move(name)}, std::move(*content));
        if (!part) return fail("refused: " + station::printable(path), part.error(), false);
        bundle_.parts.push_back(std::move(*part));
    }

    void add_removal(const std::string& text) {
        if (exit_ != station::exit_code::ok) return;
        const auto colon = text.find(':');
        const auto kind = std::find(trust::part_kind_names.begin(), trust::part_kind_names.end(),
                                    std::string_view(text).substr(0, colon));
        if (colon == std::string::npos || kind == trust::part_kind_names.end())
            return fail("--remove takes kind:name", {Errc::BadSyntax, 0, ""}, true);
        bundle_.removed.push_back(
            {static_cast<trust::PartKind>(kind - trust::part_kind_names.begin()),
             text.substr(colon + 1)});
    }

    void fail(const std::string& what, const Error& error, bool is_usage) {
        console_.message(what + ": " + station::words_for(error));
        exit_ = is_usage ? station::exit_code::usage : station::exit_code::not_ok;
    }

    [[nodiscard]] int exit() const { return exit_; }

  private:
    FileStore& files_;
    const station::Console& console_;
    trust::Bundle& bundle_;
    int exit_ = station::exit_code::ok;
};

void add_base(const TrustMakeArguments& arguments, FileStore& files, PartCollector& collector,
              trust::Bundle& bundle) {
    if (arguments.base.empty()) return;
    const auto content = files.read(arguments.base, trust::bundle_bytes_max);
    if (!content)
        return collector.fail("cannot read " + station::printable(arguments.base), content.error(),
                              true);
    const auto base = trust::parse_bundle(*content);
    if (!base)
        return collector.fail("refused: " + station::printable(arguments.base), base.error(),
                              false);
    bundle.base = base->origin.bundle_id;
    if (base->origin.sequence >= bundle.origin.sequence)
        collector.fail("--sequence must be above that of the base",
                       {Errc::BadValue, 0, "sequence of the bundle"}, true);
}

void add_roots(const TrustMakeArguments& arguments, FileStore& files, PartCollector& collector,
               trust::Bundle& bundle) {
    if (arguments.new_roots.empty()) return;
    const auto keys = trust::load_roots(files, arguments.new_roots);
    if (!keys)
        return collector.fail("cannot use " + station::printable(arguments.new_roots), keys.error(),
                              true);
    bundle.roots = trust::root_set_of(*keys);
    bundle.roots->threshold = arguments.threshold;
}

}  // namespace

int add_bundle_parts(const TrustMakeArguments& arguments, const TrustPorts& ports,
                     const station::Console& console, trust::Bundle& bundle) {
    PartCollector collector(ports.files, console, bundle);
    add_base(arguments, ports.files, collector, bundle);
    add_roots(arguments, ports.files, collector, bundle);
    for (const auto& path : arguments.revocations)
        collector.add(trust::PartKind::Revocations, last_name(path), path);
    if (!arguments.policy.empty())
        collector.add(trust::PartKind::Policy, last_name(arguments.policy), arguments.policy);
    for (const auto& path : arguments.messages)
        collector.add(trust::PartKind::Message, last_name(path), path);
    for (const auto& folder : arguments.profiles) {
        const auto names = ports.files_below(folder);
        if (!names) {
            collector.fail("cannot read " + station::printable(folder), names.error(), true);
            break;
        }
        for (const auto& name : *names)
            collector.add(trust::PartKind::Profile, last_name(folder) + "/" + name,
                          folder + "/" + name);
    }
    for (const auto& text : arguments.removed) collector.add_removal(text);
    if (collector.exit() != station::exit_code::ok) return collector.exit();
    trust::PartName unusable;
    const auto read = [](const trust::BundlePart& part) -> Result<Bytes> { return *part.data; };
    if (const auto usable = sync::check_parts(bundle.parts, read, unusable); !usable)
        collector.fail("refused: " + std::string(trust::part_kind_name(unusable.kind)) + " " +
                           station::printable(unusable.name),
                       usable.error(), false);
    return collector.exit();
}

int move_parts_beside(const TrustMakeArguments& arguments, const TrustPorts& ports,
                      const station::Console& console, trust::Bundle& bundle) {
    if (!arguments.parts_beside || bundle.parts.empty()) return station::exit_code::ok;
    const auto folder = arguments.out + ".parts";
    auto done = ports.make_folder(folder);
    for (auto& part : bundle.parts) {
        if (!done) break;
        done =
            ports.files.write_atomically(folder + "/" + bytes::encode_hex(part.digest), *part.data);
        part.data.reset();
    }
    if (done) return station::exit_code::ok;
    console.message("cannot write " + station::printable(folder) + ": " +
                    station::words_for(done.error()));
    return station::exit_code::environment;
}

}  // namespace outpost::tools
