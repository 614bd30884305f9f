// The linked-data half on its own: no trust, no verdict; inline contexts are taken here.
#include "tools/outpost/canon_command.h"

#include "core/json/reader.h"
#include "core/rdf/canonical.h"
#include "core/rdf/nquads.h"
#include "core/rdf/processor.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/context_folder.h"
#include "firmware-app/station/input.h"

#include <vector>

namespace outpost::tools {

namespace {

constexpr json::ReadLimits document_limits{16 * 1024 * 1024, 128, 1'000'000};

int refuse(const station::Console& console, const Error& error) {
    console.message(station::words_for(error));
    return station::exit_code::not_ok;
}

void print(const station::Console& console, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), console.out);
}

json::Value without_proof(const json::Value& document, std::vector<json::Member>& storage) {
    if (!document.is_object()) return document;
    for (const auto& member : document.members())
        if (member.name != "proof") storage.push_back(member);
    return json::Value::object(storage);
}

Result<std::string> canonical_of(const CanonArguments& arguments, const rdf::Dataset& dataset) {
    auto options = arguments.algorithm == "urdna2015" ? rdf::CanonicalOptions::urdna2015()
                                                      : rdf::CanonicalOptions::rdfc10();
    options.hash =
        arguments.hash == "sha384" ? rdf::HashAlgorithm::Sha384 : rdf::HashAlgorithm::Sha256;
    return rdf::canonical_nquads(dataset, options);
}

Result<std::string> canonical_json_ld(const CanonArguments& arguments, std::string_view text,
                                      std::shared_ptr<const rdf::ContextSet> contexts) {
    OUTPOST_TRY(const auto document, json::read(text, document_limits));
    std::vector<json::Member> storage;
    const auto root =
        arguments.without_proof ? without_proof(document.root(), storage) : document.root();
    rdf::ToRdfOptions options;
    options.inline_contexts = true;
    options.form =
        arguments.algorithm == "urdna2015" ? rdf::RdfForm::JsonLdJs2 : rdf::RdfForm::JsonLd11;
    rdf::Processor processor(std::move(contexts));
    OUTPOST_TRY(const auto dataset, processor.to_rdf(root, options));
    return canonical_of(arguments, dataset);
}

std::shared_ptr<const rdf::ContextSet> tool_contexts(FileStore& files, const std::string& folder,
                                                     const station::Console& console) {
    const std::vector<std::string> folders(folder.empty() ? 0 : 1, folder);
    return station::contexts_with_folders(files, folders, station::ShippedUrls::Replaceable,
                                          console);
}

}  // namespace

int run_canon(const CanonArguments& arguments, FileStore& files, const station::Console& console) {
    const auto content = station::read_input(files, arguments.input);
    if (!content) {
        console.message("cannot read " + station::printable(arguments.input) + ": " +
                        station::words_for(content.error()));
        return station::exit_code::usage;
    }
    if (arguments.format == "nquads") {
        const auto dataset = rdf::parse_nquads(as_text(*content));
        if (!dataset) return refuse(console, dataset.error());
        const auto canonical = canonical_of(arguments, *dataset);
        if (!canonical) return refuse(console, canonical.error());
        print(console, *canonical);
        return station::exit_code::ok;
    }
    auto contexts = tool_contexts(files, arguments.contexts, console);
    if (!contexts) return station::exit_code::usage;
    const auto canonical = canonical_json_ld(arguments, as_text(*content), std::move(contexts));
    if (!canonical) return refuse(console, canonical.error());
    print(console, *canonical);
    return station::exit_code::ok;
}

int run_to_rdf(const ToRdfArguments& arguments, FileStore& files, const station::Console& console) {
    const auto content = station::read_input(files, arguments.input);
    if (!content) {
        console.message("cannot read " + station::printable(arguments.input) + ": " +
                        station::words_for(content.error()));
        return station::exit_code::usage;
    }
    auto contexts = tool_contexts(files, arguments.contexts, console);
    if (!contexts) return station::exit_code::usage;
    const auto document = json::read(as_text(*content), document_limits);
    if (!document) return refuse(console, document.error());
    rdf::ToRdfOptions options;
    options.inline_contexts = true;
    options.base = arguments.base;
    options.generalized_rdf = arguments.produce_generalized_rdf;
    rdf::Processor processor(std::move(contexts));
    auto dataset = processor.to_rdf(document->root(), options);
    if (!dataset) return refuse(console, dataset.error());
    dataset->remove_duplicates();
    print(console, rdf::write_nquads(*dataset));
    return station::exit_code::ok;
}

}  // namespace outpost::tools
