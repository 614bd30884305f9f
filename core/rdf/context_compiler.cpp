// The memory of compiled contexts, and the doors to context processing.
#include "core/rdf/context_compiler.h"

#include "core/rdf/context_process.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>
#include <span>

namespace outpost::rdf {

namespace {

constexpr std::size_t memory_slots = 2 * ContextCompiler::kept_contexts_max;
static_assert((memory_slots & (memory_slots - 1)) == 0);

// Table entries that one document may have copied or made: its inline contexts can ask for more.
constexpr std::size_t work_max = 2'000'000;
constexpr std::size_t initials_max = 16;

std::string_view keep(std::string_view text, std::pmr::memory_resource& arena) {
    if (text.empty()) return {};
    auto* place = static_cast<char*>(arena.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
}

}  // namespace

ContextCompiler::ContextCompiler(std::shared_ptr<const ContextSet> contexts)
    : contexts_(std::move(contexts)), memories_(memory_slots) {}

void ContextCompiler::begin(const ToRdfOptions& options, std::pmr::memory_resource& call_arena) {
    options_ = options;
    call_arena_ = &call_arena;
    work_left_ = work_max;
    used_inline_ = false;
}

const ActiveContext* ContextCompiler::initial() {
    for (const auto* known : initials_) {
        if (known->settings.base == options_.base &&
            known->settings.mode_1_0 == options_.processing_mode_1_0)
            return known;
    }
    const bool is_kept = initials_.size() < initials_max;
    auto& arena = is_kept ? kept_arena_ : *call_arena_;
    ActiveContext none;
    // The address differs from process to process, so nobody can prepare names that collide.
    none.settings.seed = std::hash<const void*>{}(this) * 0x9E3779B97F4A7C15U;
    none.settings.mode_1_0 = options_.processing_mode_1_0;
    none.settings.base = keep(options_.base, arena);
    none.settings.original_base = none.settings.base;
    const TermSlot no_slot;
    none.slots = &no_slot;
    ContextBuilder builder(none);
    builder.clear_terms();
    const auto* made = builder.finish(arena, is_kept);
    if (is_kept) initials_.push_back(made);
    return made;
}

ContextCompiler::Memory& ContextCompiler::memory_of(const Key& key) {
    const auto parent = std::hash<const void*>{}(key.parent);
    const auto what = std::hash<const void*>{}(key.what);
    auto hash = (parent ^ (what * 3)) * 0x9E3779B97F4A7C15U + static_cast<std::size_t>(key.origin);
    hash ^= hash >> 29U;
    for (auto i = hash & (memory_slots - 1);; i = (i + 1) & (memory_slots - 1)) {
        auto& memory = memories_[i];
        if (memory.key.parent == nullptr || memory.key == key) return memory;
    }
}

Result<const ActiveContext*> ContextCompiler::make(const Key& key, const json::Value& local,
                                                   std::string_view base_url) {
    const auto& active = *key.parent;
    auto& memory = memory_of(key);
    if (memory.key.parent != nullptr) {
        if (memory.context == nullptr) return memory.error;
        return memory.context;
    }
    const bool is_kept = active.is_kept && kept_count_ < kept_contexts_max;
    if (work_left_ < active.mask) return Error{Errc::WorkLimit, 0, "context processing"};
    work_left_ -= active.mask;
    std::pmr::memory_resource& arena = is_kept ? kept_arena_ : *call_arena_;
    ContextProcess process({*contexts_, arena, is_kept, options_.context_depth_max, work_left_});
    ContextBuilder builder(active);
    Invocation invocation;
    RemoteChain chain{base_url, nullptr, 1};
    invocation.base_url = base_url;
    invocation.remote = key.origin == Origin::Url ? &chain : nullptr;
    invocation.override_protected = key.origin == Origin::PropertyScope;
    invocation.propagate = key.origin != Origin::TypeScope;
    const auto done = process.run(builder, local, invocation);
    // What one document could not afford may be affordable for the next.
    const bool is_remembered = is_kept && (done || done.error().code != Errc::WorkLimit);
    if (is_kept) ++kept_count_;  // failures used the arena too
    if (is_remembered) memory.key = key;
    if (!done) {
        if (is_remembered) memory.error = done.error();
        return done.error();
    }
    const auto* made = builder.finish(arena, is_kept);
    if (is_remembered) memory.context = made;
    return made;
}

Result<const ActiveContext*> ContextCompiler::from_set(const ActiveContext& active,
                                                       const ContextSet::Entry& entry) {
    OUTPOST_TRY(const auto* context, context_of_document(*entry.second));
    return make({&active, &entry, Origin::Url}, *context, entry.first);
}

Result<const ActiveContext*> ContextCompiler::remote(const ActiveContext& active,
                                                     std::string_view url) {
    const auto* entry = contexts_->find_entry(url);
    if (entry == nullptr) return Error{Errc::ContextNotAllowed, 0, "loading remote context failed"};
    return from_set(active, *entry);
}

Result<const ActiveContext*> ContextCompiler::embedded(const ActiveContext& active,
                                                       const json::Value& local) {
    if (!local.is_array()) return embedded_item(active, local);
    const auto* current = &active;
    for (const auto& item : local.items()) {
        OUTPOST_TRY(current, embedded_item(*current, item));
    }
    return current;
}

Result<const ActiveContext*> ContextCompiler::embedded_item(const ActiveContext& active,
                                                            const json::Value& item) {
    if (item.is_string()) {
        if (const auto* entry = contexts_->find_entry(item.as_string()); entry != nullptr)
            return from_set(active, *entry);
    }
    if (item.is_array()) return Error{Errc::BadJsonLd, 0, "invalid local context"};
    const bool is_inline = item.is_object() || item.is_null();
    if (is_inline && !options_.inline_contexts)
        return Error{Errc::InlineContext, 0, "context in the document"};
    used_inline_ = used_inline_ || is_inline;
    if (work_left_ < active.mask) return Error{Errc::WorkLimit, 0, "context processing"};
    work_left_ -= active.mask;
    ContextProcess process(
        {*contexts_, *call_arena_, false, options_.context_depth_max, work_left_});
    ContextBuilder builder(active);
    Invocation invocation;
    invocation.base_url = options_.base;
    OUTPOST_TRY_VOID(process.run(builder, item, invocation));
    return builder.finish(*call_arena_, false);
}

Result<const ActiveContext*> ContextCompiler::scoped(const ActiveContext& active,
                                                     const TermDefinition& definition,
                                                     Origin origin) {
    return make({&active, &definition, origin}, *definition.local_context, definition.base_url);
}

Result<const ActiveContext*> ContextCompiler::property_scoped(const ActiveContext& active,
                                                              const TermDefinition& definition) {
    return scoped(active, definition, Origin::PropertyScope);
}

Result<const ActiveContext*> ContextCompiler::type_scoped(const ActiveContext& active,
                                                          const TermDefinition& definition) {
    return scoped(active, definition, Origin::TypeScope);
}

}  // namespace outpost::rdf
