#include "core/parts/shc_chunk.h"

#include "core/parts/decimal.h"

namespace outpost::parts {

bool is_shc_chunk(std::string_view text) {
    return text.starts_with(shc_scheme) && text.find('/', shc_scheme.size()) != text.npos;
}

Result<ShcChunk> read_shc_chunk(std::string_view text) {
    if (!text.starts_with(shc_scheme)) return Error{Errc::BadSyntax, 0, "shc scheme"};
    const auto index_at = shc_scheme.size();
    const auto index_end = text.find('/', index_at);
    if (index_end == text.npos) return Error{Errc::BadSyntax, text.size(), "shc chunk"};
    const auto count_at = index_end + 1;
    const auto count_end = text.find('/', count_at);
    if (count_end == text.npos) return Error{Errc::BadSyntax, text.size(), "shc chunk"};
    ShcChunk chunk;
    OUTPOST_TRY(chunk.index, read_ordinal(text.substr(index_at, index_end - index_at), index_at));
    OUTPOST_TRY(chunk.count, read_ordinal(text.substr(count_at, count_end - count_at), count_at));
    if (chunk.count < 2) return Error{Errc::BadValue, count_at, "shc chunk count"};
    if (chunk.index > chunk.count) return Error{Errc::BadValue, index_at, "shc chunk index"};
    const auto digits_at = count_end + 1;
    chunk.digits = text.substr(digits_at);
    if (const auto other = chunk.digits.find_first_not_of("0123456789"); other != text.npos)
        return Error{Errc::BadCharacter, digits_at + other, "shc digit"};
    if (chunk.digits.empty() || chunk.digits.size() % 2 != 0)
        return Error{Errc::BadLength, text.size(), "shc digits"};
    return chunk;
}

}  // namespace outpost::parts
