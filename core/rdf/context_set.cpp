// Pins, parsing and look-up of context documents.
#include "core/rdf/context_set.h"

#include "core/crypto/digest.h"
#include "core/json/reader.h"

#include <array>

namespace outpost::rdf {

namespace {

constexpr json::ReadLimits document_limits{1024 * 1024, 64, 64 * 1024};

bool matches_pin(std::string_view text, std::string_view sha256_hex) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string actual;
    for (const auto byte : crypto::sha256(as_bytes(text))) {
        actual += digits[byte >> 4U];
        actual += digits[byte & 0xFU];
    }
    return actual == sha256_hex;
}

}  // namespace

Result<std::shared_ptr<const ContextSet>> ContextSet::make(
    std::span<const ContextDocument> documents) {
    auto set = std::make_shared<ContextSet>();
    set->documents_.reserve(documents.size());  // by_url_ points into it
    for (const auto& document : documents) {
        if (!document.sha256_hex.empty() && !matches_pin(document.text, document.sha256_hex))
            return Error{Errc::BadChecksum, 0, "context document"};
        OUTPOST_TRY(auto parsed, json::read(document.text, document_limits));
        set->documents_.push_back(std::move(parsed));
        for (const auto& url : document.urls) {
            if (!set->by_url_.emplace(url, &set->documents_.back().root()).second)
                return Error{Errc::Duplicate, 0, "context URL"};
        }
    }
    return std::shared_ptr<const ContextSet>(std::move(set));
}

const json::Value* ContextSet::find(std::string_view url) const {
    const auto* entry = find_entry(url);
    return entry == nullptr ? nullptr : entry->second;
}

const ContextSet::Entry* ContextSet::find_entry(std::string_view url) const {
    const auto found = by_url_.find(url);
    return found == by_url_.end() ? nullptr : &*found;
}

}  // namespace outpost::rdf
