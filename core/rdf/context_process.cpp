// Context Processing algorithm (JSON-LD 1.1 API section 5.1.2); step numbers are those of the text.
#include "core/rdf/context_process.h"

#include "core/rdf/iri.h"
#include "core/rdf/term_definition.h"

#include <cstring>

namespace outpost::rdf {

namespace {

bool is_context_entry(Keyword keyword) {
    switch (keyword) {
        case Keyword::Base:
        case Keyword::Direction:
        case Keyword::Import:
        case Keyword::Language:
        case Keyword::Propagate:
        case Keyword::Protected:
        case Keyword::Version:
        case Keyword::Vocab:
            return true;
        default:
            return false;
    }
}

// Steps 5.5 and 5.11, and the type of @protected.
Result<void> check_flags(LocalContext& local, bool mode_1_0) {
    if (const auto* version = local.value_of("@version"); version != nullptr) {
        if (!version->is_number() || version->as_double() != 1.1)
            return json_ld_error("invalid @version value");
        if (mode_1_0) return json_ld_error("processing mode conflict");
    }
    if (const auto* propagate = local.value_of("@propagate"); propagate != nullptr) {
        if (mode_1_0) return json_ld_error("invalid context entry");
        if (!propagate->is_boolean()) return json_ld_error("invalid @propagate value");
    }
    if (const auto* is_protected = local.value_of("@protected"); is_protected != nullptr) {
        if (mode_1_0) return json_ld_error("invalid context entry");
        if (!is_protected->is_boolean()) return json_ld_error("invalid @protected value");
    }
    return {};
}

// Step 5.10.
Result<void> read_direction(ContextBuilder& builder, LocalContext& local) {
    const auto* value = local.value_of("@direction");
    if (value == nullptr) return {};
    if (builder.settings.mode_1_0) return json_ld_error("invalid context entry");
    builder.touch();
    if (value->is_null()) {
        builder.settings.direction = Direction::None;
        return {};
    }
    const auto text = value->is_string() ? value->as_string() : std::string_view{};
    if (text != "ltr" && text != "rtl") return json_ld_error("invalid base direction");
    builder.settings.direction = text == "ltr" ? Direction::Ltr : Direction::Rtl;
    return {};
}

}  // namespace

LocalContext::LocalContext(const json::Value& object, const json::Value* imported,
                           std::uint64_t seed)
    : seed_(seed) {
    auto members = object.members().size();
    if (imported != nullptr) members += imported->members().size();
    std::size_t slots = 16;
    while (slots < members * 2) slots *= 2;
    table_.assign(slots, 0);
    entries_.reserve(members);
    if (imported != nullptr) {
        for (const auto& member : imported->members()) add(member);
    }
    for (const auto& member : object.members()) add(member);
}

void LocalContext::add(const json::Member& member) {
    const auto mask = table_.size() - 1;
    auto i = hash_text(member.name, seed_) & mask;
    for (; table_[i] != 0; i = (i + 1) & mask) {
        auto& entry = entries_[table_[i] - 1];
        if (entry.name != member.name) continue;
        entry.value = &member.value;  // step 5.6.8: the importing context wins
        return;
    }
    entries_.push_back({member.name, &member.value, State::Untouched});
    table_[i] = static_cast<std::uint32_t>(entries_.size());
}

LocalContext::Entry* LocalContext::find(std::string_view name) {
    const auto mask = table_.size() - 1;
    for (auto i = hash_text(name, seed_) & mask; table_[i] != 0; i = (i + 1) & mask) {
        auto& entry = entries_[table_[i] - 1];
        if (entry.name == name) return &entry;
    }
    return nullptr;
}

const json::Value* LocalContext::value_of(std::string_view name) {
    const auto* entry = find(name);
    return entry == nullptr ? nullptr : entry->value;
}

Result<const json::Value*> context_of_document(const json::Value& document) {
    const auto* context = document.find("@context");
    if (context == nullptr) return json_ld_error("invalid remote context");
    return context;
}

Result<void> ContextProcess::charge(std::size_t work) {
    if (work > setup_.work_left) return Error{Errc::WorkLimit, 0, "context processing"};
    setup_.work_left -= work;
    return {};
}

std::string_view ContextProcess::keep(std::string_view text) {
    return concatenate(text, {});
}

std::string_view ContextProcess::concatenate(std::string_view a, std::string_view b) {
    if (a.size() + b.size() == 0) return {};
    auto* place = static_cast<char*>(setup_.arena.allocate(a.size() + b.size(), 1));
    if (!a.empty()) std::memcpy(place, a.data(), a.size());
    if (!b.empty()) std::memcpy(place + a.size(), b.data(), b.size());
    return {place, a.size() + b.size()};
}

Result<void> ContextProcess::run(ContextBuilder& builder, const json::Value& local,
                                 const Invocation& invocation) {
    OUTPOST_TRY_VOID(charge(1));
    bool propagate = invocation.propagate;
    if (const auto* own = local.find("@propagate"); own != nullptr) {
        if (!own->is_boolean()) return json_ld_error("invalid @propagate value");
        propagate = own->as_boolean();
    }
    if (!propagate && builder.previous == nullptr) {
        const auto* active = builder.finish(setup_.arena, setup_.is_kept);
        builder.touch();
        builder.previous = active;
    }
    auto inner = invocation;
    inner.propagate = propagate;
    if (!local.is_array()) return run_item(builder, local, inner);
    for (const auto& item : local.items()) OUTPOST_TRY_VOID(run_item(builder, item, inner));
    return {};
}

Result<void> ContextProcess::run_item(ContextBuilder& builder, const json::Value& item,
                                      const Invocation& invocation) {
    if (item.is_null()) return run_null(builder, invocation);
    if (item.is_string()) return run_url(builder, item.as_string(), invocation);
    if (item.is_object()) return run_object(builder, item, invocation);
    return json_ld_error("invalid local context");
}

// Step 5.1.
Result<void> ContextProcess::run_null(ContextBuilder& builder, const Invocation& invocation) {
    if (!invocation.override_protected && builder.settings.has_protected)
        return json_ld_error("invalid context nullification");
    builder.clear_terms();
    ContextSettings fresh;
    fresh.base = builder.settings.original_base;
    fresh.original_base = builder.settings.original_base;
    fresh.mode_1_0 = builder.settings.mode_1_0;
    fresh.seed = builder.settings.seed;
    builder.settings = fresh;
    if (invocation.propagate) builder.previous = nullptr;
    return {};
}

// Step 5.2.
Result<void> ContextProcess::run_url(ContextBuilder& builder, std::string_view reference,
                                     const Invocation& invocation) {
    const auto url =
        has_scheme(reference) ? reference : keep(resolve_iri(invocation.base_url, reference));
    if (!invocation.validate_scoped) {
        for (const auto* outer = invocation.remote; outer != nullptr; outer = outer->outer)
            if (outer->url == url) return {};
    }
    OUTPOST_TRY(const auto* document, load(url, invocation));
    OUTPOST_TRY(const auto* context, context_of_document(*document));
    RemoteChain chain{keep(url), invocation.remote, 1};
    if (invocation.remote != nullptr) chain.depth = invocation.remote->depth + 1;
    Invocation inner;
    inner.base_url = chain.url;
    inner.remote = &chain;
    inner.validate_scoped = invocation.validate_scoped;
    return run(builder, *context, inner);
}

Result<const json::Value*> ContextProcess::load(std::string_view url,
                                                const Invocation& invocation) {
    if (invocation.remote != nullptr && invocation.remote->depth >= setup_.depth_max)
        return Error{Errc::TooDeep, 0, "context overflow"};
    const auto* document = setup_.contexts.find(url);
    if (document == nullptr)
        return Error{Errc::ContextNotAllowed, 0, "loading remote context failed"};
    return document;
}

// Step 5.6.
Result<const json::Value*> ContextProcess::imported_context(const json::Value& object,
                                                            bool mode_1_0,
                                                            const Invocation& invocation) {
    const auto* reference = object.find("@import");
    if (reference == nullptr) return static_cast<const json::Value*>(nullptr);
    if (mode_1_0) return json_ld_error("invalid context entry");
    if (!reference->is_string()) return json_ld_error("invalid @import value");
    OUTPOST_TRY(const auto* document,
                load(resolve_iri(invocation.base_url, reference->as_string()), invocation));
    OUTPOST_TRY(const auto* context, context_of_document(*document));
    if (!context->is_object()) return json_ld_error("invalid remote context");
    if (context->find("@import") != nullptr) return json_ld_error("invalid context entry");
    return context;
}

// Steps 5.5 to 5.13.
Result<void> ContextProcess::run_object(ContextBuilder& builder, const json::Value& object,
                                        const Invocation& invocation) {
    OUTPOST_TRY(const auto* imported,
                imported_context(object, builder.settings.mode_1_0, invocation));
    LocalContext local(object, imported, builder.settings.seed);
    OUTPOST_TRY_VOID(charge(local.entries().size()));
    OUTPOST_TRY_VOID(check_flags(local, builder.settings.mode_1_0));
    OUTPOST_TRY_VOID(read_base(builder, local, invocation));
    OUTPOST_TRY_VOID(read_vocab(builder, local));
    OUTPOST_TRY_VOID(read_language(builder, local));
    OUTPOST_TRY_VOID(read_direction(builder, local));
    const auto* flag = local.value_of("@protected");
    TermCompiler compiler(*this, builder, local,
                          {invocation, flag != nullptr && flag->as_boolean()});
    for (std::size_t i = 0; i < local.entries().size(); ++i) {
        const auto name = local.entries()[i].name;
        if (is_context_entry(keyword_of(name))) continue;
        OUTPOST_TRY_VOID(compiler.define(name));
    }
    return {};
}

// Step 5.7.
Result<void> ContextProcess::read_base(ContextBuilder& builder, LocalContext& local,
                                       const Invocation& invocation) {
    const auto* value = local.value_of("@base");
    if (value == nullptr || invocation.remote != nullptr) return {};
    builder.touch();
    if (value->is_null()) {
        builder.settings.base = {};
        return {};
    }
    if (!value->is_string()) return json_ld_error("invalid base IRI");
    const auto text = value->as_string();
    if (!has_scheme(text) && builder.settings.base.empty())
        return json_ld_error("invalid base IRI");
    OUTPOST_TRY_VOID(charge(1 + (builder.settings.base.size() + text.size()) / 64));
    builder.settings.base = keep(resolve_iri(builder.settings.base, text));
    return {};
}

// Step 5.8.
Result<void> ContextProcess::read_vocab(ContextBuilder& builder, LocalContext& local) {
    const auto* value = local.value_of("@vocab");
    if (value == nullptr) return {};
    builder.touch();
    if (value->is_null()) {
        builder.settings.has_vocab = false;
        builder.settings.vocab = {};
        return {};
    }
    if (!value->is_string()) return json_ld_error("invalid vocab mapping");
    const auto text = value->as_string();
    const bool is_absolute = has_scheme(text) || text.substr(0, 2) == "_:";
    if (builder.settings.mode_1_0 && !is_absolute) return json_ld_error("invalid vocab mapping");
    const auto no_members = json::Value::object({});
    LocalContext no_terms(no_members, nullptr, builder.settings.seed);
    TermCompiler compiler(*this, builder, no_terms, {});
    OUTPOST_TRY(const auto expanded, compiler.expand_iri(text, true));
    if (expanded.is_null || expanded.keyword != Keyword::None)
        return json_ld_error("invalid vocab mapping");
    builder.settings.has_vocab = true;
    builder.settings.vocab = expanded.text;
    return {};
}

// Step 5.9.
Result<void> ContextProcess::read_language(ContextBuilder& builder, LocalContext& local) {
    const auto* value = local.value_of("@language");
    if (value == nullptr) return {};
    if (!value->is_null() && !value->is_string()) return json_ld_error("invalid default language");
    builder.touch();
    builder.settings.language = value->is_string() ? value->as_string() : std::string_view{};
    return {};
}

Result<void> ContextProcess::validate_scoped(const ContextBuilder& builder,
                                             const json::Value& local,
                                             const Invocation& invocation) {
    OUTPOST_TRY_VOID(charge(builder.table_size()));
    auto scratch = builder;
    auto inner = invocation;
    inner.override_protected = true;
    inner.propagate = true;
    inner.validate_scoped = false;
    const auto done = run(scratch, local, inner);
    if (!done && done.error().code != Errc::WorkLimit && done.error().code != Errc::TooDeep)
        return Error{done.error().code, 0, "invalid scoped context"};
    return done;
}

}  // namespace outpost::rdf
