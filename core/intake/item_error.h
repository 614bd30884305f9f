// What is wrong with one item of a request file: a place, a code, and words for an operator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::intake {

/// Codes as `outpost issue --json` prints them, in snake_case (docs/request-errors.md).
enum class ItemCode : std::uint8_t {
    BadSyntax,         // no JSON, or not one JSON object
    BadUtf8,           // bytes that are no UTF-8
    DuplicateMember,   // a member or key occurs twice
    TooDeep,           // nesting beyond the limit
    TooLong,           // text or item beyond its limit
    Required,          // a member that must be there is not
    WrongType,         // string, number, object... differs from what is asked for
    TooShort,          // text or list below its least length
    BelowMinimum,      // number below its least value
    AboveMaximum,      // number above its greatest value
    NotInteger,        // a dose that is no whole number
    BadDate,           // no such date or date-time
    BadFormat,         // text that does not have the form asked for (pattern, format)
    NotAllowed,        // a value outside the list of allowed ones (enum)
    SchemaRule,        // any other rule of the profile's request schema
    ControlCharacter,  // a control character in the text
    AgeOrDobMissing,   // neither age nor date of birth
    BadAge,            // age is no whole number from 0, or the date of birth lies ahead
    ContactMissing,    // no contact begins with "tel:"
    DateAhead,         // the vaccination lies in the future
    BeforeBirth,       // the vaccination lies before the birth
    PeriodReversed,    // effectiveUntil before effectiveStart
    WalkIn,            // a walk-in request without the members that DIVOC's own service needs
    ColumnMissing,     // CSV: a column of the profile is not in the header
    ColumnCount,       // CSV: more or fewer cells than the header
    DuplicateInFile,   // the same key twice in this file, with other content
    Conflict,          // the dose has a certificate with other content: held for the operator
    NoCertificate,     // an update for a dose that has no certificate here
    UpdateLimit,       // the dose has been corrected as often as allowed
    PreviousDiffers,   // meta.previousCertificateId is not the newest certificate of the dose
    DoesNotFit,        // the certificate is too large for the symbol
    NotSignable,       // the template gave a credential that cannot be signed (profile at fault)
    PageFault,         // the page cannot be made: text does not fit, readback differs
    FileUnsigned,      // the file carries no signature by a configured queue signer
    Unfinished,        // the file ends inside an item, or its framing is broken
};

/// "required", "wrong_type", ...
std::string_view item_code_name(ItemCode code);

/// @field path    JSON pointer within the item (RFC 6901), of the member at fault; a missing
///                member's own pointer
/// @field text    English words for an operator, without the person's data
/// @field row     CSV: line of the file from 1, header included; 0 for JSON
/// @field column  CSV: header of the column; empty for JSON or where no column is at fault
struct ItemError {
    std::string path;
    ItemCode code{};
    std::string text;
    std::int64_t row = 0;
    std::string column;
};

}  // namespace outpost::intake
