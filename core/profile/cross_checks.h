// The checks of a profile's parts against each other, one function a matter. Internal to
// core/profile.
#pragma once

#include "core/json/reader.h"
#include "core/profile/profile_parts.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::profile {

/// Finds the text of a context that ships with the program.
using ShippedContext = std::function<std::string_view(std::string_view url)>;

/// The sample as a credential of one kind, unsigned.
struct SampleCredential {
    const RequestKind* kind = nullptr;
    std::optional<json::Document> document;
    JsonLines lines;  // of the template file
};

/// What the checks share.
struct CrossCheck {
    const Profile& profile;
    const Profile::Parts& parts;
    const ReadFile& read;
    const ShippedContext& shipped;
    std::vector<ProfileFault>& faults;

    std::vector<const RequestKind*> kinds;  // certify-v3, certify-v1: those that are there
    std::optional<json::Document> sample;   // one item
    JsonLines sample_lines;
    std::string sample_prefix;  // pointer of the item within the file: "" or "/0"
    std::vector<SampleCredential> credentials;
    std::set<std::string, std::less<>> divoc_terms;  // of DIVOC's own vaccination contexts

    void fault(const std::string& file, std::int32_t line, const char* code, std::string text) {
        faults.push_back({false, file, line, code, std::move(text)});
    }
    void warn(const std::string& file, std::int32_t line, const char* code, std::string text) {
        faults.push_back({true, file, line, code, std::move(text)});
    }
};

/// Where a computed name of the QR content comes from in the request; "" for the others.
std::string_view computed_source(std::string_view name);

/// Placeholders and their sources, the field map, CSV columns, required members.
void check_sources(CrossCheck& check);
/// The sample against the schema; fills `credentials`.
void check_sample(CrossCheck& check);
/// Contexts: known, unchanged, every member defined, every own term used.
void check_contexts(CrossCheck& check);
/// Placeholders of the pages; members that are on no page.
void check_pages(CrossCheck& check);
/// The symbol's size at worst.
void check_symbols(CrossCheck& check);

/// Reads every name that a context document defines, at any depth, with the line where it first
/// stands.
std::map<std::string, std::int32_t, std::less<>> context_terms(std::string_view text);

}  // namespace outpost::profile
