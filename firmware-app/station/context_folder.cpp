// Reads a folder of context documents for tools.
#include "firmware-app/station/context_folder.h"

#include "assets/shipped_contexts.h"
#include "core/json/reader.h"
#include "firmware-app/station/check_setup.h"

#include <deque>
#include <set>
#include <vector>

namespace outpost::station {

namespace {

constexpr std::size_t index_bytes_max = 1024 * 1024;
constexpr std::size_t context_bytes_max = 4 * 1024 * 1024;

/// Files stay where they are added: the documents borrow from them.
struct Folder {
    std::deque<Bytes> files;
    std::deque<std::vector<std::string>> urls;
    std::vector<rdf::ContextDocument> documents;
    std::set<std::string, std::less<>> names;
};

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos;
}

Result<void> read_folder(FileStore& files, const std::string& folder, Folder& out) {
    OUTPOST_TRY(const auto text, files.read(folder + "/index.json", index_bytes_max));
    OUTPOST_TRY(const auto index, json::read(as_text(text), {index_bytes_max, 8, 100'000}));
    if (!index.root().is_object())
        return Error{Errc::BadSyntax, 0, "index.json: an object is expected"};
    for (const auto& member : index.root().members()) {
        const auto file = member.value.text_of("file");
        if (!is_plain_name(file)) return Error{Errc::BadValue, 0, "index.json: file"};
        OUTPOST_TRY(auto content, files.read(folder + "/" + std::string(file), context_bytes_max));
        out.files.push_back(std::move(content));
        out.urls.push_back({std::string(member.name)});
        out.names.emplace(member.name);
        out.documents.push_back({as_text(out.files.back()), out.urls.back(), {}});
    }
    return {};
}

/// A profile may carry a copy of a shipped document; only another text under its URL is refused.
bool repeats_shipped(const rdf::ContextDocument& document) {
    for (const auto& shipped : shipped_contexts())
        for (const auto& url : shipped.urls)
            if (url == document.urls.front() && shipped.text == document.text) return true;
    return false;
}

}  // namespace

std::shared_ptr<const rdf::ContextSet> contexts_with_folders(FileStore& files,
                                                             std::span<const std::string> folders,
                                                             ShippedUrls shipped_urls,
                                                             const Console& console) {
    Folder added;
    for (const auto& folder : folders) {
        const auto read = read_folder(files, folder, added);
        if (!read) {
            console.message("cannot use the contexts in " + printable(folder) + ": " +
                            words_for(read.error()));
            return nullptr;
        }
    }
    std::vector<rdf::ContextDocument> documents;
    for (const auto& document : added.documents)
        if (shipped_urls == ShippedUrls::Replaceable || !repeats_shipped(document))
            documents.push_back(document);
    std::deque<std::vector<std::string>> kept_urls;
    for (const auto& shipped : shipped_contexts()) {
        kept_urls.emplace_back();
        for (const auto& url : shipped.urls)
            if (shipped_urls == ShippedUrls::Fixed || added.names.find(url) == added.names.end())
                kept_urls.back().push_back(url);
        if (!kept_urls.back().empty())
            documents.push_back({shipped.text, kept_urls.back(), shipped.sha256_hex});
    }
    auto contexts = rdf::ContextSet::make(documents);
    if (contexts) return std::move(contexts).value();
    console.message("cannot use the contexts: " + words_for(contexts.error()));
    return nullptr;
}

}  // namespace outpost::station
