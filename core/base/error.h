// What went wrong while the machine did its work: a code, a place, and static words.
// A bad credential is no Error: it is a value with findings (core/verify).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outpost {

enum class Errc : std::uint8_t {
    TooLong,            // more bytes, characters or items than the named limit
    TooDeep,            // nesting beyond the limit
    WorkLimit,          // the computation would cost more than its budget
    Truncated,          // the input ends inside a value
    BadLength,          // a length that the format does not allow
    BadCharacter,       // a character or byte outside the alphabet
    BadUtf8,            // not UTF-8
    BadSyntax,          // violates the grammar of its format
    BadValue,           // well-formed, but a value outside what the format allows
    Overflow,           // a number too large for its type
    Duplicate,          // a name or member that may occur once occurs twice
    TrailingData,       // something follows the complete value
    BadChecksum,        // CRC or digest differs
    Unsupported,        // a feature, version or algorithm that we do not handle
    NotFound,           // a file, entry, context or key that is not there
    ContextNotAllowed,  // a JSON-LD context outside the closed set
    InlineContext,      // a JSON-LD context written in the document itself
    BadJsonLd,          // JSON-LD processing error; `what` is the code of the W3C recommendation
    UnmappedMember,     // strict mapping: a member that no context defines
    BadKey,             // key material that is damaged or of the wrong kind
    KeyPublished,       // a key whose private half is public
    BadSignature,       // the signature does not hold
    WrongPassphrase,    // the key file does not open with this passphrase
    Expired,            // outside its period
    Io,                 // the operating system refused
    Timeout,            // took longer than allowed
    Unavailable,        // a device or service that is not there now
};

/// The code as it is printed and tested, in snake_case ("too_long").
std::string_view code_name(Errc code);

/// @field offset  where in the input, in bytes (0 where no place applies)
/// @field what    static text, never input: a name or a key can not reach a log this way
struct Error {
    Errc code;
    std::size_t offset = 0;
    const char* what = "";
};

}  // namespace outpost
