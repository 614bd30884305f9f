// outpost profile explain: follows a mark through template, context and page data.
#include "assets/shipped_contexts.h"
#include "core/json/pointer.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/rdf/processor.h"
#include "core/render/page_data.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/context_folder.h"
#include "tools/outpost/profile_command.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace outpost::tools {

namespace {

constexpr const char* kind_name = "certify-v3";
constexpr std::int64_t number_mark_first = 7'000;

/// One placeholder of the QR content and its way.
struct FieldWay {
    std::string name;       // in the QR content template
    std::string value;      // what it is filled with here
    std::string mark;       // what it is found by, a part of it
    std::string source;     // pointer into the request, or in words
    std::string member;     // pointer into the credential; empty: not in it
    std::string predicate;  // of the context
    bool shares_predicate = false;
    bool is_number = false;
    std::set<std::string> page_names;
    std::set<std::string> layouts;
};

/// The part of a text's mark that comes through everywhere: pages show an id from its last colon.
std::string core_of_mark(std::string_view name) {
    return "M-" + std::string(name) + "-M";
}

/// What a mark would stand in: text, or a number as written; empty for the others.
std::string_view text_of(const json::Value& scalar) {
    if (scalar.is_string()) return scalar.as_string();
    return scalar.is_number() ? scalar.number_text() : std::string_view();
}

std::vector<FieldWay> fields_of(const profile::Profile& profile, const profile::RequestKind& kind) {
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& [name, pointer] : profile.field_map()) sources[name] = pointer;
    for (const auto name : profile::computed_names())
        sources[std::string(name)] = profile::computed_source_text(name);
    std::vector<FieldWay> fields;
    std::set<std::string> seen;
    for (const auto& tag : kind.credential->tags()) {
        if (tag.kind != templates::TagKind::Variable || !seen.insert(tag.name).second) continue;
        FieldWay field;
        field.name = tag.name;
        if (tag.name == "namespace")
            field.mark = field.value = kind.namespace_url;
        else if (tag.in_json_string)
            field.value = "urn:mark:" + (field.mark = core_of_mark(tag.name));
        else
            field.mark = field.value =
                std::to_string(number_mark_first + static_cast<std::int64_t>(fields.size()));
        field.is_number = !tag.in_json_string;
        const auto source = sources.find(tag.name);
        field.source = source == sources.end() ? "nothing" : source->second;
        fields.push_back(std::move(field));
    }
    return fields;
}

Result<std::string> marked_credential(const profile::RequestKind& kind,
                                      const std::vector<FieldWay>& fields) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& field : fields) {
        writer.key(field.name);
        if (field.is_number)
            writer.value(static_cast<std::int64_t>(std::stoll(field.value)));
        else
            writer.value(field.value);
    }
    writer.end_object();
    const auto text = std::move(writer).take();
    OUTPOST_TRY(const auto data, json::read(text));
    return kind.credential->render(data.root(), templates::Escape::Json);
}

void follow_into_credential(const json::Value& credential, std::vector<FieldWay>& fields) {
    json::walk_scalars(credential, {}, [&](const std::string& pointer, const json::Value& value) {
        const auto text = text_of(value);
        for (auto& field : fields)
            if (field.member.empty() && text.find(field.mark) != std::string_view::npos)
                field.member = pointer;
    });
}

void follow_into_statements(const json::Value& credential,
                            const std::shared_ptr<const rdf::ContextSet>& contexts,
                            std::vector<FieldWay>& fields) {
    rdf::Processor processor(contexts);
    rdf::MappingReport report;
    rdf::ToRdfOptions options;
    options.form = rdf::RdfForm::JsonLdJs2;
    if (!processor.to_rdf(credential, options, &report)) return;
    for (std::uint32_t i = 0; i < report.members.size(); ++i) {
        const auto pointer = report.pointer_of(i);
        for (auto& field : fields) {
            if (field.member != pointer) continue;
            field.predicate = report.members[i].predicate;
            field.shares_predicate = report.members[i].shares_predicate;
        }
    }
}

/// "/vaxEvents/0/vaxBatch" to the name on pages, "vaxEvents.vaxBatch".
std::string page_name_of(std::string_view pointer) {
    std::string name;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto step = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(step.size());
        if (step.find_first_not_of("0123456789") == std::string_view::npos) continue;
        name += (name.empty() ? "" : ".") + std::string(step);
    }
    return name;
}

/// Names that hold the whole document once more; of interest only where a page uses them.
bool is_whole_tree(std::string_view name) {
    for (const std::string_view tree :
         {"credential.", "subject.", "evidence.", "raw.", "request.", "vaxEvents.vaxEvent."})
        if (name.substr(0, tree.size()) == tree) return true;
    return false;
}

void follow_to_layouts(const profile::Profile& profile, const std::string& name, FieldWay& field) {
    bool is_used = false;
    for (const auto& layout : profile.layouts())
        for (const auto& placeholder : layout.page->placeholders()) {
            // An object is shown with what is in it; a list only by its items' own names.
            const bool is_around =
                placeholder.name != "vaxEvents" && name.rfind(placeholder.name + ".", 0) == 0;
            if (placeholder.name != name && !is_around) continue;
            field.layouts.insert(layout.name);
            is_used = true;
        }
    if (is_used || !is_whole_tree(name)) field.page_names.insert(name);
}

void follow_into_pages(const profile::Profile& profile, const json::Value& credential,
                       std::vector<FieldWay>& fields) {
    render::PageDataInput input;
    input.credential = &credential;
    const auto data = render::page_document(input);
    if (!data) return;
    json::walk_scalars(data->root(), {}, [&](const std::string& pointer, const json::Value& value) {
        for (auto& field : fields)
            if (text_of(value).find(field.mark) != std::string_view::npos)
                follow_to_layouts(profile, page_name_of(pointer), field);
    });
}

template <typename Names>
std::string joined(const Names& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

std::string as_json(const FieldWay& field) {
    json::Writer writer;
    writer.begin_object().key("field").value(field.name).key("from").value(field.source);
    writer.key("member").value(field.member).key("predicate").value(field.predicate);
    writer.key("shares_predicate").value(field.shares_predicate);
    writer.key("page_names").begin_array();
    for (const auto& name : field.page_names) writer.value(name);
    writer.end_array().key("layouts").begin_array();
    for (const auto& name : field.layouts) writer.value(name);
    writer.end_array().end_object();
    return std::move(writer).take();
}

std::string as_text(const FieldWay& field) {
    std::string text =
        field.name + "\n    from       " + field.source + "\n    to         " + field.member;
    if (!field.predicate.empty()) text += "  as " + field.predicate;
    if (field.shares_predicate)
        text +=
            "\n               another member has this predicate too: held to its name by the "
            "claim-binding digest";
    text += "\n    pages      " +
            (field.page_names.empty() ? std::string("none") : joined(field.page_names));
    if (!field.layouts.empty()) text += "  (" + joined(field.layouts) + ")";
    return text;
}

}  // namespace

int run_profile_explain(const ProfileExplainArguments& arguments, const station::IssuePorts& ports,
                        const station::Console& console) {
    const auto profile = station::load_profile(arguments.folder, ports.state.files, console);
    if (!profile) return station::exit_code::usage;
    const auto* kind = profile->kind(kind_name);
    const std::array folders{arguments.folder + "/contexts"};
    const auto contexts = station::contexts_with_folders(ports.state.files, folders,
                                                         station::ShippedUrls::Fixed, console);
    if (kind == nullptr || contexts == nullptr) return station::exit_code::not_ok;
    auto fields = fields_of(*profile, *kind);
    const auto text = marked_credential(*kind, fields);
    const auto credential = text ? json::read(*text) : Result<json::Document>(text.error());
    if (!credential) {
        console.message("the QR content cannot be followed: " +
                        station::words_for(credential.error()));
        return station::exit_code::not_ok;
    }
    follow_into_credential(credential->root(), fields);
    follow_into_statements(credential->root(), contexts, fields);
    follow_into_pages(*profile, credential->root(), fields);
    for (const auto& field : fields)
        console.result(arguments.json ? as_json(field) : as_text(field));
    return station::exit_code::ok;
}

}  // namespace outpost::tools
