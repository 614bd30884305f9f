// Credentials before and after verification. The second kind can only be made by the verifier, so a
// claim that nobody proved can not be shown by accident.
#pragma once

#include "core/credential/format.h"
#include "core/json/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::verify {
class Verifier;
}

namespace outpost::credential {

/// A well-formed credential of unknown truth.
struct UnverifiedCredential {
    Format format = Format::None;
    json::Document document;
};

/// How much the signature says about a claim (docs/claim-binding.md).
enum class Grade : std::uint8_t {
    Bound,            // one reading only
    Interchangeable,  // its name could be exchanged for another without breaking the signature
    Unsigned,         // not part of what was signed: never shown as a claim
};

std::string_view grade_name(Grade grade);

/// One member that holds no further object. `as_written` borrows from the credential's document.
struct Claim {
    std::string pointer;  // RFC 6901, "/evidence/0/dose"
    const json::Value* as_written = nullptr;
    Grade grade = Grade::Bound;
    /// The conservative reading where it is not what is written (dose numbers).
    std::optional<std::int64_t> reading;
};

/// A credential whose proof holds under a trusted key, with its claims graded.
class VerifiedCredential {
  public:
    [[nodiscard]] Format format() const { return format_; }
    [[nodiscard]] const json::Value& document() const { return document_.root(); }
    [[nodiscard]] const std::vector<Claim>& claims() const { return claims_; }
    /// Pointers of members that stand in one group: any of them could carry another's name.
    [[nodiscard]] const std::vector<std::vector<std::string>>& interchangeable() const {
        return interchangeable_;
    }
    /// The claim at a pointer, or nullptr.
    [[nodiscard]] const Claim* find(std::string_view pointer) const;
    /// The text of a signed claim; empty when it is absent, unsigned or no string.
    [[nodiscard]] std::string_view signed_text(std::string_view pointer) const;

  private:
    friend class verify::Verifier;
    VerifiedCredential(Format format, json::Document document)
        : format_(format), document_(std::move(document)) {}

    Format format_;
    json::Document document_;
    std::vector<Claim> claims_;
    std::vector<std::vector<std::string>> interchangeable_;
};

}  // namespace outpost::credential
