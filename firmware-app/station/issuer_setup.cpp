#include "firmware-app/station/issuer_setup.h"

#include "core/formats/qr_capacity.h"
#include "core/render/page_template.h"

#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t profile_file_bytes_max = std::size_t{4} * 1024 * 1024;
constexpr std::int32_t versions = 40;

bool is_inside(std::string_view name) {
    return !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

}  // namespace

profile::ReadFile reader_of(const std::string& folder, FileStore& files) {
    return [folder, &files](const std::string& name) -> Result<std::string> {
        if (!is_inside(name)) return Error{Errc::BadValue, 0, "a file outside the profile"};
        OUTPOST_TRY(const auto content, files.read(folder + "/" + name, profile_file_bytes_max));
        return std::string(as_text(content));
    };
}

std::optional<profile::Profile> load_profile(const std::string& folder, FileStore& files,
                                             const Console& console) {
    std::vector<profile::ProfileFault> faults;
    auto profile = profile::Profile::load(reader_of(folder, files), faults);
    for (const auto& fault : faults)
        if (!fault.is_warning || !profile)
            console.message(printable(folder + "/" + fault.file) +
                            (fault.line > 0 ? ":" + std::to_string(fault.line) : std::string()) +
                            ": " + printable(fault.text) + " (" + fault.code + ")");
    if (!profile) console.message("cannot use the profile " + printable(folder));
    return profile;
}

const profile::PageLayout* choose_layout(const profile::Profile& profile, const std::string& name,
                                         const Console& console) {
    for (const auto& layout : profile.layouts())
        if (name.empty() || layout.name == name) return &layout;
    console.message("the profile has no layout " + printable(name));
    return nullptr;
}

issuing::SymbolLimit limit_of(const profile::PageLayout& layout) {
    issuing::SymbolLimit limit{layout.symbol.form, layout.symbol.level, versions};
    const auto fits = [&](std::int32_t version) {
        const auto module_mm =
            render::module_size_mm(17 + 4 * version, layout.page->symbol_box(), layout.dpi);
        return module_mm >= layout.symbol.module_mm_min;
    };
    while (limit.version_max > 1 && !fits(limit.version_max)) --limit.version_max;
    return limit;
}

std::unique_ptr<runtime::PageWorkers> make_workers(const profile::Profile& profile,
                                                   const profile::PageLayout& layout,
                                                   const IssuePorts& ports, std::size_t workers) {
    return std::make_unique<runtime::PageWorkers>(
        workers, [&profile, &layout, make_tools = ports.make_page_tools] {
            return std::make_unique<runtime::PageMaker>(profile, layout, make_tools());
        });
}

std::string printer_name(const IssuerArguments& arguments) {
    return arguments.printer.empty() ? "spool" : arguments.printer;
}

runtime::IssueRunOptions run_options(const IssuerArguments& arguments,
                                     const profile::PageLayout& layout, const StateFolder& state,
                                     std::optional<UtcInstant> at) {
    runtime::IssueRunOptions options;
    options.out = arguments.out.empty() ? state.path + "/issued" : arguments.out;
    options.printer = printer_name(arguments);
    options.page_width_mm = layout.page->width_mm();
    options.page_height_mm = layout.page->height_mm();
    options.at = at;
    return options;
}

}  // namespace outpost::station
