#include "tools/outpost/profile_command.h"

#include "assets/shipped_contexts.h"
#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "tools/outpost/profile_sample.h"

#include <algorithm>
#include <utility>

namespace outpost::tools {

namespace {

using profile::ProfileFault;

std::string_view shipped_context(std::string_view url) {
    for (const auto& document : shipped_contexts())
        for (const auto& name : document.urls)
            if (name == url) return document.text;
    return {};
}

std::string fault_as_json(const ProfileFault& fault) {
    json::Writer writer;
    writer.begin_object().key("severity").value(fault.is_warning ? "warning" : "fault");
    writer.key("file").value(fault.file).key("line").value(fault.line);
    writer.key("code").value(fault.code).key("text").value(fault.text).end_object();
    return std::move(writer).take();
}

std::string fault_as_text(const std::string& folder, const ProfileFault& fault) {
    std::string text = station::printable(folder + "/" + fault.file);
    if (fault.line > 0) text += ":" + std::to_string(fault.line);
    return text + ": " + (fault.is_warning ? "warning: " : "") + station::printable(fault.text) +
           " (" + fault.code + ")";
}

bool is_fault(const ProfileFault& fault) {
    return !fault.is_warning;
}

/// A page job without history.
runtime::PageJob job_of(const SampleCertificate& sample) {
    runtime::PageJob job;
    job.certificate_id = sample.certificate_id;
    job.credential_json = sample.credential_json;
    job.request_json = sample.request_json;
    job.issued_at = sample.issued_at;
    return job;
}

/// Where the box stands in its template; a later row has the row's number behind its name.
std::int32_t line_of_box(const profile::PageLayout& layout, const std::string& box) {
    for (const auto& known : layout.page->boxes())
        if (box == known.id || (known.rows > 1 && box.rfind(known.id + "-", 0) == 0))
            return known.line;
    return 0;
}

/// Errors of making a page, said of the box and the layout.
std::string page_words(const Error& error, const std::string& box) {
    if (error.code != Errc::TooLong) return station::words_for(error);
    if (box.empty()) return "the QR code does not fit its square, or there are too many texts";
    return "the text of the box " + box +
           " does not fit even at its smallest size: make the box larger or its "
           "data-min-font-size smaller";
}

void check_fonts(runtime::PageMaker& maker, const profile::PageLayout& layout,
                 std::vector<ProfileFault>& faults) {
    for (const auto& font : layout.page->fonts())
        if (maker.is_font_missing(font.families))
            faults.push_back({true, layout.file, font.line, "font_missing",
                              "the font " + font.families.substr(0, font.families.find(',')) +
                                  " is not installed here; another one is printed"});
}

/// Issues the sample, draws it in every layout and reads each page back.
void check_sample(const profile::Profile& profile, const std::string& folder,
                  const station::IssuePorts& ports, const station::Console& console,
                  std::vector<ProfileFault>& faults) {
    std::vector<SampleFault> sample_faults;
    const auto sample =
        issue_sample(profile, folder, profile.sample_request(), ports, sample_faults, console);
    for (const auto& fault : sample_faults)
        faults.push_back(
            {false, "sample-request.json", 0, "sample_not_issued",
             (fault.pointer.empty() ? std::string() : fault.pointer + ": ") + fault.text});
    if (!sample) return;
    for (const auto& layout : profile.layouts()) {
        runtime::PageMaker maker(profile, layout, ports.make_page_tools());
        check_fonts(maker, layout, faults);
        const auto made = maker.make(job_of(*sample));
        if (!made)
            faults.push_back({false, layout.file, line_of_box(layout, maker.unfit_box()),
                              "page_not_made",
                              "the sample's page: " + page_words(made.error(), maker.unfit_box())});
        else
            for (const auto& box : made->shortened_boxes)
                faults.push_back({true, layout.file, line_of_box(layout, box), "text_shortened",
                                  "the sample's text does not fit the box " + box +
                                      " and is shortened on the page"});
    }
}

}  // namespace

int run_profile_check(const ProfileCheckArguments& arguments, const station::IssuePorts& ports,
                      const station::Console& console) {
    const auto read = station::reader_of(arguments.folder, ports.state.files);
    std::vector<ProfileFault> faults;
    const auto profile = profile::Profile::load(read, faults);
    if (profile) {
        auto crossed = profile::cross_check(*profile, read, shipped_context);
        faults.insert(faults.end(), crossed.begin(), crossed.end());
        // What is wrong in the parts would only be told again, in words that lead astray.
        if (std::none_of(faults.begin(), faults.end(), is_fault))
            check_sample(*profile, arguments.folder, ports, console, faults);
    }
    for (const auto& fault : faults)
        console.result(arguments.json ? fault_as_json(fault)
                                      : fault_as_text(arguments.folder, fault));
    const bool has_fault = std::any_of(faults.begin(), faults.end(), is_fault);
    if (!profile && !read("profile.toml")) return station::exit_code::usage;
    if (has_fault) return station::exit_code::not_ok;
    if (!arguments.json)
        console.result(station::printable(arguments.folder) + ": no fault; " +
                       std::to_string(profile->layouts().size()) +
                       " layouts drawn, read back and verified");
    return station::exit_code::ok;
}

int run_profile_preview(const ProfilePreviewArguments& arguments, const station::IssuePorts& ports,
                        const station::Console& console) {
    auto& files = ports.state.files;
    const auto profile = station::load_profile(arguments.folder, files, console);
    if (!profile) return station::exit_code::usage;
    if (station::choose_layout(*profile, arguments.layout, console) == nullptr)
        return station::exit_code::usage;
    std::string request = profile->sample_request();
    if (!arguments.request.empty()) {
        const auto content = files.read(arguments.request, intake::item_bytes_max);
        if (!content) {
            console.message("cannot read " + station::printable(arguments.request) + ": " +
                            station::words_for(content.error()));
            return station::exit_code::usage;
        }
        request = as_text(*content);
    }
    std::vector<SampleFault> faults;
    const auto sample = issue_sample(*profile, arguments.folder, request, ports, faults, console);
    for (const auto& fault : faults)
        console.message(fault.pointer + " " + station::printable(fault.text));
    if (!sample) return station::exit_code::not_ok;
    if (!ports.state.folders.make_folder(arguments.out)) return station::exit_code::environment;
    bool has_failed = false;
    for (const auto& layout : profile->layouts()) {
        if (!arguments.layout.empty() && layout.name != arguments.layout) continue;
        runtime::PageMaker maker(*profile, layout, ports.make_page_tools());
        auto job = job_of(*sample);
        job.is_specimen = true;
        const auto made = maker.make(job);
        const auto unfit_box = maker.unfit_box();
        const auto png = maker.preview_png(job, static_cast<std::int32_t>(arguments.dpi));
        if (!made || !png) {
            console.message("layout " + station::printable(layout.name) + ": " +
                            page_words(made ? png.error() : made.error(), unfit_box));
            has_failed = true;
            continue;
        }
        const auto stem = arguments.out + "/" + layout.name;
        if (!files.write_atomically(stem + ".pdf", made->page_pdf) ||
            !files.write_atomically(stem + ".png", *png)) {
            console.message("cannot write " + station::printable(stem) + ".pdf or .png");
            return station::exit_code::environment;
        }
        console.result(station::printable(stem) + ".pdf");
        console.result(station::printable(stem) + ".png");
    }
    return has_failed ? station::exit_code::not_ok : station::exit_code::ok;
}

}  // namespace outpost::tools
