#include "core/parts/part_collector.h"

#include "core/parts/shc_chunk.h"
#include "core/parts/ur_text.h"

#include <algorithm>
#include <utility>

namespace outpost::parts {

namespace {

constexpr std::uint8_t sequence_parts_max = 16;  // ISO/IEC 18004 section 8: four bits

PartProgress progress_of(PartKind kind, std::size_t have, std::size_t of, Absorbed absorbed) {
    return {kind, have, of, static_cast<double>(have) / static_cast<double>(of),
            absorbed == Absorbed::New};
}

Result<void> check_sequence(ByteView payload, const SequencePart& part) {
    if (part.count < 2 || part.count > sequence_parts_max)
        return Error{Errc::BadValue, 0, "sequence count"};
    if (part.index >= part.count) return Error{Errc::BadValue, 0, "sequence index"};
    if (payload.empty()) return Error{Errc::BadLength, 0, "sequence part"};
    return {};
}

// The last fragment is filled up, but no fragment is padding alone.
Result<void> check_fountain(const UrPart& part, const PartLimits& limits) {
    if (part.number == 0 || part.count == 0) return Error{Errc::BadValue, 0, "part number"};
    if (part.count > limits.fragments_max)
        return Error{Errc::TooLong, limits.fragments_max, "parts of a message"};
    if (part.message_bytes > limits.message_bytes_max)
        return Error{Errc::TooLong, limits.message_bytes_max, "joined message"};
    const std::uint64_t fragment_bytes = part.fragment.size();
    const std::uint64_t message_bytes = part.message_bytes;
    if (fragment_bytes == 0 || message_bytes == 0 || message_bytes > part.count * fragment_bytes ||
        message_bytes <= (part.count - 1) * fragment_bytes)
        return Error{Errc::BadValue, 0, "lengths of a part"};
    return {};
}

// A clock that goes back makes nothing older.
bool is_idle(std::int64_t seen_at_ms, std::int64_t now_ms, std::int64_t idle_ms_max) {
    if (now_ms <= seen_at_ms) return false;
    const auto idle_ms =
        static_cast<std::uint64_t>(now_ms) - static_cast<std::uint64_t>(seen_at_ms);
    return idle_ms > static_cast<std::uint64_t>(std::max<std::int64_t>(idle_ms_max, 0));
}

}  // namespace

Offer PartCollector::offer(const SymbolRead& symbol, std::int64_t now_ms) {
    return offer(symbol.payload, symbol.part, now_ms);
}

Offer PartCollector::offer(ByteView payload, const std::optional<SequencePart>& part,
                           std::int64_t now_ms) {
    drop_idle(now_ms);
    auto taken = take(payload, part, now_ms);
    if (taken) return std::move(taken).value();
    return taken.error();
}

Result<Offer> PartCollector::take(ByteView payload, const std::optional<SequencePart>& part,
                                  std::int64_t now_ms) {
    const auto text = as_text(payload);
    if (!part && !is_ur(text) && !is_shc_chunk(text)) return Offer(NotAPart{});
    if (payload.size() > limits_.payload_bytes_max) {
        ++counts_.refused;
        return Error{Errc::TooLong, limits_.payload_bytes_max, "symbol"};
    }
    if (part) return take_sequence(payload, *part, now_ms);
    return is_ur(text) ? take_ur(text, now_ms) : take_chunk(text, now_ms);
}

void PartCollector::drop_idle(std::int64_t now_ms) {
    counts_.sets_timed_out += std::erase_if(sets_, [&](const Set& set) {
        return is_idle(set.seen_at_ms, now_ms, limits_.idle_ms_max);
    });
}

PartCollector::Set& PartCollector::add_set(Set set) {
    if (!sets_.empty() && sets_.size() >= limits_.sets_max) {
        const auto is_older = [](const Set& a, const Set& b) {
            return a.seen_at_ms < b.seen_at_ms;
        };
        sets_.erase(std::min_element(sets_.begin(), sets_.end(), is_older));
        ++counts_.sets_dropped;
    }
    sets_.push_back(std::move(set));
    return sets_.back();
}

void PartCollector::count(Absorbed absorbed) {
    switch (absorbed) {
        case Absorbed::New:
            ++counts_.helpful;
            return;
        case Absorbed::Known:
            ++counts_.repeated;
            return;
        case Absorbed::Conflicting:
            ++counts_.conflicting;
            return;
    }
}

NumberedSet& PartCollector::numbered_set(PartKind kind, std::size_t count, std::uint8_t parity,
                                         std::int64_t now_ms) {
    for (auto& set : sets_) {
        auto* parts = std::get_if<NumberedSet>(&set.parts);
        if (parts == nullptr || set.kind != kind || set.parity != parity) continue;
        if (parts->count() != count) continue;
        set.seen_at_ms = now_ms;
        return *parts;
    }
    auto& added = add_set({kind, parity, NumberedSet(count), now_ms});
    return std::get<NumberedSet>(added.parts);
}

Result<Offer> PartCollector::give_out(NumberedSet& set, JoinedMessage joined,
                                      const PartProgress& progress) {
    if (joined.message.size() > limits_.message_bytes_max) {
        ++counts_.refused;
        return Error{Errc::TooLong, limits_.message_bytes_max, "joined message"};
    }
    if (!set.is_given_out_first(joined.message)) return Offer(progress);
    return Offer(std::move(joined));
}

Result<Offer> PartCollector::take_sequence(ByteView payload, const SequencePart& part,
                                           std::int64_t now_ms) {
    if (const auto checked = check_sequence(payload, part); !checked) {
        ++counts_.refused;
        return checked.error();
    }
    const auto kind = PartKind::StructuredAppend;
    auto& set = numbered_set(kind, part.count, part.parity, now_ms);
    const auto absorbed = set.absorb(part.index, payload);
    count(absorbed);
    const auto progress = progress_of(kind, set.have(), set.count(), absorbed);
    if (!set.is_full()) return Offer(progress);
    auto message = set.with_parity(part.parity);
    if (!message) {
        ++counts_.checksum_failures;
        return Error{Errc::BadChecksum, 0, "parity of a sequence"};
    }
    return give_out(set, {kind, std::move(*message)}, progress);
}

Result<Offer> PartCollector::take_chunk(std::string_view text, std::int64_t now_ms) {
    const auto chunk = read_shc_chunk(text);
    if (!chunk || chunk->count > limits_.chunks_max) {
        ++counts_.refused;
        if (!chunk) return chunk.error();
        return Error{Errc::TooLong, limits_.chunks_max, "shc chunks"};
    }
    const auto kind = PartKind::HealthCard;
    auto& set = numbered_set(kind, chunk->count, 0, now_ms);
    const auto absorbed = set.absorb(chunk->index - 1, as_bytes(chunk->digits));
    count(absorbed);
    const auto progress = progress_of(kind, set.have(), set.count(), absorbed);
    if (!set.is_full()) return Offer(progress);
    auto message = to_bytes(as_bytes(shc_scheme));
    const auto digits = set.newest();
    message.insert(message.end(), digits.begin(), digits.end());
    return give_out(set, {kind, std::move(message)}, progress);
}

Result<Offer> PartCollector::take_ur(std::string_view text, std::int64_t now_ms) {
    auto taken = [&]() -> Result<std::variant<UrPart, JoinedMessage>> {
        OUTPOST_TRY(const auto ur, read_ur(text));
        if (!ur.sequence) {
            OUTPOST_TRY(auto message, read_byte_string(ur.body));
            return {JoinedMessage{PartKind::UniformResource, std::move(message)}};
        }
        OUTPOST_TRY(auto part, read_ur_part(ur.body));
        if (part.number != ur.sequence->number || part.count != ur.sequence->count)
            return Error{Errc::BadValue, 0, "ur sequence"};
        OUTPOST_TRY_VOID(check_fountain(part, limits_));
        return {std::move(part)};
    }();
    if (!taken) {
        ++counts_.refused;
        return taken.error();
    }
    if (const auto* part = std::get_if<UrPart>(&*taken)) return take_fountain(*part, now_ms);
    ++counts_.helpful;
    return Offer(std::get<JoinedMessage>(std::move(*taken)));
}

PartCollector::Set& PartCollector::fountain_set(const FountainKey& key, std::int64_t now_ms) {
    for (auto& set : sets_) {
        const auto* parts = std::get_if<FountainSet>(&set.parts);
        if (parts != nullptr && parts->key() == key) return set;
    }
    return add_set({PartKind::UniformResource, 0, FountainSet(key), now_ms});
}

Result<Offer> PartCollector::take_fountain(const UrPart& part, std::int64_t now_ms) {
    auto& set = fountain_set(key_of(part), now_ms);
    auto& parts = std::get<FountainSet>(set.parts);
    const auto absorbed = parts.absorb(part);
    count(absorbed);
    if (absorbed == Absorbed::Conflicting)
        return Error{Errc::BadValue, 0, "part contradicts its set"};
    set.seen_at_ms = now_ms;
    const auto kind = PartKind::UniformResource;
    if (!parts.is_full() || parts.is_given_out())
        return Offer(progress_of(kind, parts.have(), parts.key().count, absorbed));
    auto joined = parts.message();
    auto message = joined ? read_byte_string(*joined) : joined;
    if (!message) {  // one part or more was none of this message, and nothing says which
        ++counts_.checksum_failures;
        parts.restart();
        return message.error();
    }
    parts.give_out();
    return Offer(JoinedMessage{kind, std::move(*message)});
}

}  // namespace outpost::parts
