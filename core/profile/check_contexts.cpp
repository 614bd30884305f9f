// Contexts: what they leave undefined would not be signed.
#include "core/json/pointer.h"
#include "core/profile/cross_checks.h"
#include "core/rdf/processor.h"

#include <algorithm>
#include <deque>
#include <memory>

namespace outpost::profile {

namespace {

constexpr const char* divoc_context_v1 = "https://divoc.dev/credentials/vaccination/v1";
constexpr const char* divoc_context_v2 = "https://divoc.dev/credentials/vaccination/v2";
constexpr std::size_t contexts_max = 16;

const std::string* own_text(const CrossCheck& check, std::string_view url) {
    for (const auto& [name, text] : check.parts.contexts)
        if (name == url) return &text;
    return nullptr;
}

std::optional<std::string> own_file(const CrossCheck& check, std::string_view url) {
    for (const auto& file : check.parts.context_files)
        if (file.url == url) return file.file;
    return std::nullopt;
}

void collect_terms(const json::Value& value, const std::string& pointer, const JsonLines& lines,
                   std::map<std::string, std::int32_t, std::less<>>& terms) {
    if (value.is_array()) {
        std::size_t index = 0;
        for (const auto& item : value.items())
            collect_terms(item, pointer + "/" + std::to_string(index++), lines, terms);
    }
    if (!value.is_object()) return;
    for (const auto& member : value.members()) {
        const auto inner = pointer + "/" + json::pointer_step(member.name);
        if (member.name == "@context")
            collect_terms(member.value, inner, lines, terms);
        else if (!member.name.empty() && member.name.front() != '@') {
            terms.try_emplace(std::string(member.name), line_of(lines, inner));
            if (const auto* scoped = member.value.find("@context"))
                collect_terms(*scoped, inner + "/@context", lines, terms);
        }
    }
}

/// Every context that the sample's credentials name, from the profile or from the program.
std::shared_ptr<const rdf::ContextSet> context_set(CrossCheck& check) {
    std::deque<std::vector<std::string>> urls;
    std::vector<rdf::ContextDocument> documents;
    for (const auto& [url, text] : check.parts.contexts) {
        urls.push_back({url});
        documents.push_back({text, urls.back(), {}});
    }
    std::set<std::string, std::less<>> added;
    for (const auto& credential : check.credentials) {
        const auto* list = credential.document->root().find("@context");
        if (list == nullptr || !list->is_array()) continue;
        for (const auto& item : list->items()) {
            if (!item.is_string() || own_text(check, item.as_string()) != nullptr) continue;
            const auto text = check.shipped(item.as_string());
            if (text.empty() || !added.emplace(item.as_string()).second) continue;
            urls.push_back({std::string(item.as_string())});
            documents.push_back({text, urls.back(), {}});
            if (documents.size() > contexts_max + check.parts.contexts.size()) return nullptr;
        }
    }
    auto set = rdf::ContextSet::make(documents);
    if (set) return std::move(set).value();
    check.fault(
        check.parts.settings.contexts_folder + "/index.json", 0, "context_index",
        std::string("the contexts can not be used: ") + std::string(code_name(set.error().code)));
    return nullptr;
}

void check_known(CrossCheck& check) {
    for (const auto& kind : check.parts.settings.kinds) {
        const auto& url = kind.namespace_url;
        if (own_text(check, url) != nullptr || !check.shipped(url).empty()) continue;
        check.fault(profile_toml_name,
                    check.parts.settings.line_of("kinds." + kind.name + ".namespace"),
                    "namespace_unknown",
                    url + " is not in " + check.parts.settings.contexts_folder +
                        "/index.json and does not ship with the program");
    }
    for (std::size_t i = 0; i < check.parts.contexts.size(); ++i) {
        const auto& [url, text] = check.parts.contexts[i];
        const auto shipped = check.shipped(url);
        if (!shipped.empty() && shipped != text)
            check.fault(check.parts.context_files[i].file, 0, "context_changed",
                        url + " ships with another text: a changed context needs a URL of its own");
    }
}

void check_members(CrossCheck& check, const SampleCredential& credential,
                   const std::shared_ptr<const rdf::ContextSet>& contexts) {
    rdf::Processor processor(contexts);
    rdf::MappingReport report;
    rdf::ToRdfOptions options;
    options.form = rdf::RdfForm::JsonLdJs2;
    const auto& file = credential.kind->template_file;
    const auto statements = processor.to_rdf(credential.document->root(), options, &report);
    if (!statements)
        return check.fault(own_file(check, credential.kind->namespace_url).value_or(file), 0,
                           "credential_not_linked",
                           std::string("the credential can not be read with its contexts: ") +
                               std::string(code_name(statements.error().code)) + " " +
                               statements.error().what);
    struct Shared {
        std::string names;
        std::int32_t line = 0;
    };
    std::map<std::string_view, Shared> shared;
    for (std::uint32_t i = 0; i < report.members.size(); ++i) {
        const auto& member = report.members[i];
        const auto pointer = report.pointer_of(i);
        const auto line = line_of(credential.lines, pointer);
        const bool is_unsigned = member.fate == rdf::MemberFate::Dropped ||
                                 member.fate == rdf::MemberFate::InDroppedNode || member.partial;
        if (is_unsigned && pointer.rfind("/@context", 0) != 0)
            check.fault(file, line, "member_not_signed",
                        pointer + " would not be signed: " +
                            (member.fate == rdf::MemberFate::Dropped
                                 ? "no context defines it"
                                 : "an id in it has no scheme such as did: or https:"));
        if (!member.shares_predicate || member.fate != rdf::MemberFate::Mapped) continue;
        auto& entry = shared[member.predicate];
        if (entry.line == 0) entry.line = line;
        entry.names += (entry.names.empty() ? "" : ", ") + std::string(member.name);
    }
    for (const auto& [predicate, entry] : shared)
        check.warn(file, entry.line, "shares_predicate",
                   entry.names + " share the predicate " + std::string(predicate) +
                       " with each other or with further terms; the claim-binding digest holds "
                       "them to their names");
}

/// Names of members and of types in the credentials.
void collect_used(const json::Value& value, std::set<std::string, std::less<>>& used) {
    if (value.is_object())
        for (const auto& member : value.members()) {
            used.emplace(member.name);
            const bool is_type = member.name == "type" || member.name == "@type";
            if (is_type && member.value.is_string()) used.emplace(member.value.as_string());
            if (is_type && member.value.is_array())
                for (const auto& item : member.value.items())
                    if (item.is_string()) used.emplace(item.as_string());
            collect_used(member.value, used);
        }
    if (value.is_array())
        for (const auto& item : value.items()) collect_used(item, used);
}

void check_own_terms(CrossCheck& check) {
    std::set<std::string, std::less<>> used;
    for (const auto& credential : check.credentials)
        collect_used(credential.document->root(), used);
    for (std::size_t i = 0; i < check.parts.contexts.size(); ++i) {
        const auto& [url, text] = check.parts.contexts[i];
        if (!check.shipped(url).empty()) continue;
        for (const auto& [term, line] : context_terms(text)) {
            if (check.divoc_terms.count(term) != 0 || used.count(term) != 0) continue;
            const bool is_prefix = text.find("\"" + term + ":") != std::string::npos;
            if (!is_prefix)
                check.fault(check.parts.context_files[i].file, line, "term_unused",
                            term + " is defined here, but no QR content template fills it");
        }
    }
}

}  // namespace

std::map<std::string, std::int32_t, std::less<>> context_terms(std::string_view text) {
    std::map<std::string, std::int32_t, std::less<>> terms;
    const auto document = json::read(text, {profile_file_bytes_max, 64, 200'000});
    if (!document) return terms;
    const auto lines = json_lines(text);
    if (const auto* context = document->root().find("@context"))
        collect_terms(*context, "/@context", lines, terms);
    return terms;
}

void check_contexts(CrossCheck& check) {
    for (const auto* url : {divoc_context_v1, divoc_context_v2})
        for (const auto& [term, line] : context_terms(check.shipped(url)))
            check.divoc_terms.insert(term);
    check_known(check);
    const auto contexts = context_set(check);
    if (contexts == nullptr) return;
    for (const auto& credential : check.credentials) check_members(check, credential, contexts);
    if (!check.credentials.empty()) check_own_terms(check);
}

}  // namespace outpost::profile
