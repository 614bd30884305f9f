// Names of the error codes.
#include "core/base/error.h"

namespace outpost {

std::string_view code_name(Errc code) {
    switch (code) {
        case Errc::TooLong:
            return "too_long";
        case Errc::TooDeep:
            return "too_deep";
        case Errc::WorkLimit:
            return "work_limit";
        case Errc::Truncated:
            return "truncated";
        case Errc::BadLength:
            return "bad_length";
        case Errc::BadCharacter:
            return "bad_character";
        case Errc::BadUtf8:
            return "bad_utf8";
        case Errc::BadSyntax:
            return "bad_syntax";
        case Errc::BadValue:
            return "bad_value";
        case Errc::Overflow:
            return "overflow";
        case Errc::Duplicate:
            return "duplicate";
        case Errc::TrailingData:
            return "trailing_data";
        case Errc::BadChecksum:
            return "bad_checksum";
        case Errc::Unsupported:
            return "unsupported";
        case Errc::NotFound:
            return "not_found";
        case Errc::ContextNotAllowed:
            return "context_not_allowed";
        case Errc::InlineContext:
            return "inline_context";
        case Errc::BadJsonLd:
            return "bad_json_ld";
        case Errc::UnmappedMember:
            return "unmapped_member";
        case Errc::BadKey:
            return "bad_key";
        case Errc::KeyPublished:
            return "key_published";
        case Errc::BadSignature:
            return "bad_signature";
        case Errc::WrongPassphrase:
            return "wrong_passphrase";
        case Errc::Expired:
            return "expired";
        case Errc::Io:
            return "io";
        case Errc::Timeout:
            return "timeout";
        case Errc::Unavailable:
            return "unavailable";
    }
    return "unknown";
}

}  // namespace outpost
