// Multibase: looks at the prefix and passes the rest on.
#include "core/bytes/multibase.h"

#include "core/bytes/base58.h"
#include "core/bytes/base64.h"

namespace outpost::bytes {

namespace {

Result<Bytes> counting_the_prefix(Result<Bytes> decoded) {
    if (decoded) return decoded;
    auto error = decoded.error();
    ++error.offset;
    return error;
}

}  // namespace

Result<Bytes> decode_multibase(std::string_view text) {
    if (text.empty()) return Error{Errc::Truncated, 0, "multibase"};
    const auto digits = text.substr(1);
    switch (text.front()) {
        case 'z':
            return counting_the_prefix(decode_base58(digits));
        case 'u':
            return counting_the_prefix(decode_base64url(digits));
        default:
            return Error{Errc::Unsupported, 0, "multibase prefix"};
    }
}

Result<std::string> encode_multibase_base58(ByteView bytes) {
    OUTPOST_TRY(auto text, encode_base58(bytes));
    text.insert(text.begin(), 'z');
    return text;
}

std::string encode_multibase_base64url(ByteView bytes) {
    auto text = encode_base64url(bytes);
    text.insert(text.begin(), 'u');
    return text;
}

}  // namespace outpost::bytes
