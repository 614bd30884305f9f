// Term tables: open addressing, at most half full.
#include "core/rdf/active_context.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <span>

namespace outpost::rdf {

namespace {

constexpr std::size_t slots_min = 16;

const TermSlot* find_slot(std::span<const TermSlot> slots, std::string_view term,
                          std::uint32_t hash) {
    const auto mask = static_cast<std::uint32_t>(slots.size() - 1);
    for (auto i = hash & mask;; i = (i + 1) & mask) {
        const auto& slot = slots[i];
        if (slot.definition == nullptr) return nullptr;
        if (slot.hash == hash && slot.definition->term == term)
            return slot.definition->removed ? nullptr : &slot;
    }
}

// Deep comparison of two contexts; members in any order.
bool same_json(const json::Value& a, const json::Value& b) {
    if (&a == &b) return true;
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case json::Kind::Null:
            return true;
        case json::Kind::Boolean:
            return a.as_boolean() == b.as_boolean();
        case json::Kind::Integer:
        case json::Kind::Double:
            return a.number_text() == b.number_text();
        case json::Kind::String:
            return a.as_string() == b.as_string();
        case json::Kind::Array:
            return std::equal(a.items().begin(), a.items().end(), b.items().begin(),
                              b.items().end(), same_json);
        case json::Kind::Object:
            break;
    }
    if (a.members().size() != b.members().size()) return false;
    return std::all_of(a.members().begin(), a.members().end(), [&b](const json::Member& member) {
        const auto* other = b.find(member.name);
        return other != nullptr && same_json(member.value, *other);
    });
}

bool same_local_context(const json::Value* a, const json::Value* b) {
    if (a == nullptr || b == nullptr) return a == b;
    return same_json(*a, *b);
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    hash = (hash ^ word) * odd;
    return hash ^ (hash >> 32U);
}

}  // namespace

std::uint32_t hash_text(std::string_view text, std::uint64_t seed) {
    auto hash = seed ^ (text.size() * 0xD6E8FEB86659FD93U);
    const auto* at = text.data();
    auto left = text.size();
    for (; left >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
        left -= sizeof word;
    }
    std::uint64_t tail = 0;
    for (std::size_t i = 0; i < left; ++i) tail = tail << 8U | static_cast<unsigned char>(at[i]);
    return static_cast<std::uint32_t>(mix(hash, tail));
}

bool same_definition(const TermDefinition& a, const TermDefinition& b) {
    return a.iri == b.iri && a.keyword == b.keyword && a.maps_to_null == b.maps_to_null &&
           a.is_prefix == b.is_prefix && a.is_reverse == b.is_reverse &&
           a.containers == b.containers && a.coercion == b.coercion && a.datatype == b.datatype &&
           a.language == b.language && a.direction == b.direction &&
           a.index_property == b.index_property && a.nest == b.nest &&
           same_local_context(a.local_context, b.local_context);
}

const TermSlot* ActiveContext::slot_of(std::string_view term) const {
    return find_slot({slots, std::size_t{mask} + 1}, term, hash_text(term, settings.seed));
}

bool ActiveContext::is_type_name(std::string_view name) const {
    if (name == "@type") return true;
    for (std::size_t i = 0; i < type_alias_count; ++i) {
        if (type_aliases[i] == name) return true;
    }
    if (!many_type_aliases) return false;
    const auto* definition = find(name);
    return definition != nullptr && definition->keyword == Keyword::Type;
}

std::size_t ActiveContext::terms_of_iri(std::string_view iri) const {
    std::size_t count = 0;
    for (const auto& slot : std::span(slots, std::size_t{mask} + 1)) {
        if (slot.definition != nullptr && !slot.definition->removed && slot.definition->iri == iri)
            ++count;
    }
    return count;
}

ContextBuilder::ContextBuilder(const ActiveContext& from)
    : settings(from.settings),
      previous(from.previous),
      origin_(&from),
      slots_(from.slots, from.slots + from.mask + 1),
      used_(from.terms) {}

const TermDefinition* ContextBuilder::find(std::string_view term) const {
    const auto* slot = find_slot(slots_, term, hash_text(term, settings.seed));
    return slot == nullptr ? nullptr : slot->definition;
}

TermSlot& ContextBuilder::place_of(std::string_view term, std::uint32_t hash) {
    const auto mask = slots_.size() - 1;
    for (auto i = hash & mask;; i = (i + 1) & mask) {
        auto& slot = slots_[i];
        if (slot.definition == nullptr) return slot;
        if (slot.hash == hash && slot.definition->term == term) return slot;
    }
}

void ContextBuilder::set(const TermDefinition* definition) {
    touch();
    const auto hash = hash_text(definition->term, settings.seed);
    auto& slot = place_of(definition->term, hash);
    const bool is_new = slot.definition == nullptr;
    slot = {hash, false, definition};
    settings.has_protected = settings.has_protected || definition->is_protected;
    if (is_new && ++used_ * 2 > slots_.size()) grow();
}

void ContextBuilder::remove(std::string_view term, std::pmr::memory_resource& arena) {
    if (find(term) == nullptr) return;
    auto* gap =
        ::new (arena.allocate(sizeof(TermDefinition), alignof(TermDefinition))) TermDefinition;
    gap->term = term;
    gap->removed = true;
    set(gap);
}

void ContextBuilder::clear_terms() {
    touch();
    slots_.assign(slots_min, {});
    used_ = 0;
    settings.has_protected = false;
}

void ContextBuilder::grow() {
    const auto old = std::move(slots_);
    slots_.assign(old.size() * 2, {});
    for (const auto& slot : old) {
        if (slot.definition != nullptr) place_of(slot.definition->term, slot.hash) = slot;
    }
}

void ContextBuilder::mark_shared() {
    std::vector<TermSlot*> by_iri;
    for (auto& slot : slots_) {
        slot.shares_iri = false;
        if (slot.definition != nullptr && !slot.definition->removed &&
            !slot.definition->iri.empty())
            by_iri.push_back(&slot);
    }
    std::sort(by_iri.begin(), by_iri.end(), [](const TermSlot* a, const TermSlot* b) {
        return a->definition->iri < b->definition->iri;
    });
    for (std::size_t i = 1; i < by_iri.size(); ++i) {
        if (by_iri[i - 1]->definition->iri != by_iri[i]->definition->iri) continue;
        by_iri[i - 1]->shares_iri = true;
        by_iri[i]->shares_iri = true;
    }
}

const ActiveContext* ContextBuilder::finish(std::pmr::memory_resource& arena, bool is_kept) {
    if (origin_ != nullptr) return origin_;
    mark_shared();
    auto* slots =
        static_cast<TermSlot*>(arena.allocate(sizeof(TermSlot) * slots_.size(), alignof(TermSlot)));
    std::uninitialized_copy(slots_.begin(), slots_.end(), slots);
    auto* made =
        ::new (arena.allocate(sizeof(ActiveContext), alignof(ActiveContext))) ActiveContext;
    made->settings = settings;
    made->slots = slots;
    made->mask = static_cast<std::uint32_t>(slots_.size() - 1);
    made->terms = used_;
    made->previous = previous;
    made->is_kept = is_kept;
    for (const auto& slot : slots_) {
        if (slot.definition == nullptr || slot.definition->keyword != Keyword::Type) continue;
        if (slot.definition->term == "@type") continue;
        if (made->type_alias_count < made->type_aliases.size())
            made->type_aliases.at(made->type_alias_count++) = slot.definition->term;
        else
            made->many_type_aliases = true;
    }
    origin_ = made;
    return made;
}

}  // namespace outpost::rdf
