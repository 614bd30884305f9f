// outpost profile explain: follows a mark through template, context and page data.
#include "assets/shipped_contexts.h"
#include "core/json/pointer.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/rdf/processor.h"
#include "core/render/page_data.h"
#include "tools/outpost/check_setup.h"
#include "tools/outpost/context_folder.h"
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
    std::string mark;       // what it is filled with here
    std::string source;     // pointer into the request, or "computed"
    std::string member;     // pointer into the credential; empty: not in it
    std::string predicate;  // of the context
    bool shares_predicate = false;
    std::set<std::string> page_names;
    std::set<std::string> layouts;
};

/// What a mark would stand in: text, or a number as written; empty for the others.
std::string_view text_of(const json::Value& scalar) {
    if (scalar.is_string()) return scalar.as_string();
    return scalar.is_number() ? scalar.number_text() : std::string_view();
}

std::vector<FieldWay> fields_of(const profile::Profile& profile, const profile::RequestKind& kind) {
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& [name, pointer] : profile.field_map()) sources[name] = pointer;
    for (const auto name : profile::computed_names()) sources[std::string(name)] = "computed";
    std::vector<FieldWay> fields;
    std::set<std::string> seen;
    for (const auto& tag : kind.credential->tags()) {
        if (tag.kind != templates::TagKind::Variable || !seen.insert(tag.name).second) continue;
        FieldWay field;
        field.name = tag.name;
        field.mark =
            tag.in_json_string
                ? "urn:mark:" + tag.name + ":"
                : std::to_string(number_mark_first + static_cast<std::int64_t>(fields.size()));
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
        if (field.name == "namespace")
            writer.value(kind.namespace_url);
        else if (field.mark.front() == 'u')
            writer.value(field.mark);
        else
            writer.value(static_cast<std::int64_t>(std::stoll(field.mark)));
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

void follow_into_pages(const profile::Profile& profile, const json::Value& credential,
                       std::vector<FieldWay>& fields) {
    render::PageDataInput input;
    input.credential = &credential;
    const auto data = render::page_document(input);
    if (!data) return;
    json::walk_scalars(data->root(), {}, [&](const std::string& pointer, const json::Value& value) {
        const auto name = pointer.substr(1, pointer.find('/', 1) - 1);
        if (name == "credential" || name == "raw" || name == "request") return;
        for (auto& field : fields)
            if (text_of(value).find(field.mark) != std::string_view::npos)
                field.page_names.insert(name);
    });
    for (const auto& layout : profile.layouts())
        for (const auto& placeholder : layout.page->placeholders())
            for (auto& field : fields)
                if (field.page_names.count(
                        placeholder.name.substr(0, placeholder.name.find('.'))) != 0)
                    field.layouts.insert(layout.name);
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
    std::string text = field.name + "\n    from       " +
                       (field.source == "computed" ? "the signer itself" : field.source) +
                       "\n    to         " + field.member;
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

int run_profile_explain(const ProfileExplainArguments& arguments, const IssuePorts& ports,
                        const Console& console) {
    const auto profile = load_profile(arguments.folder, ports.state.files, console);
    if (!profile) return exit_code::usage;
    const auto* kind = profile->kind(kind_name);
    const std::array folders{arguments.folder + "/contexts"};
    const auto contexts =
        contexts_with_folders(ports.state.files, folders, ShippedUrls::Fixed, console);
    if (kind == nullptr || contexts == nullptr) return exit_code::not_ok;
    auto fields = fields_of(*profile, *kind);
    const auto text = marked_credential(*kind, fields);
    const auto credential = text ? json::read(*text) : Result<json::Document>(text.error());
    if (!credential) {
        console.message("the QR content cannot be followed: " + words_for(credential.error()));
        return exit_code::not_ok;
    }
    follow_into_credential(credential->root(), fields);
    follow_into_statements(credential->root(), contexts, fields);
    follow_into_pages(*profile, credential->root(), fields);
    for (const auto& field : fields)
        console.result(arguments.json ? as_json(field) : as_text(field));
    return exit_code::ok;
}

}  // namespace outpost::tools
