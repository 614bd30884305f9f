// Who may open the staff pages: names, roles, and what proves a PIN without holding it.
// One Argon2id run serves all of them; layout and reasons: docs/operators.md.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/digest.h"
#include "core/crypto/pin_hash.h"
#include "core/operators/lock_out.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::operators {

inline constexpr std::size_t operators_max = 16;
inline constexpr std::size_t name_bytes_max = 64;
inline constexpr std::int64_t operator_number_max = 999'999;
inline constexpr std::size_t roster_file_bytes_max = 16 * 1024;

/// @field number  from 1, never given again within a roster: what the journal says instead of a
///                name
/// @field tag     HMAC of salt, role and name under the stretched PIN
struct Operator {
    std::int64_t number = 0;
    std::string name;
    Role role = Role::Operator;
    crypto::PinSalt salt{};
    crypto::Sha256Digest tag{};
    UtcInstant added_at;
};

struct NewOperator {
    std::string name;
    Role role = Role::Operator;
    crypto::PinSalt salt{};  // fresh random bytes
    UtcInstant added_at;
};

/// Immutable; changes make another one.
class OperatorRoster {
  public:
    /// Nobody. @param salt  fresh random bytes
    explicit OperatorRoster(const crypto::PinSalt& salt = {}, const crypto::PinCost& cost = {})
        : salt_(salt), cost_(cost) {}
    /// Nobody, with another salt and the cost of today; numbers go on. Only while nobody is in it.
    [[nodiscard]] OperatorRoster with_salt(const crypto::PinSalt& salt) const;
    /// Strict: nothing unknown, nothing twice, everything within its bounds.
    /// @error those of json::read; Unsupported (another format), BadSyntax (a member missing,
    ///        unknown or of another kind), BadValue, TooLong (more than operators_max), Duplicate
    static Result<OperatorRoster> parse(std::string_view text);
    [[nodiscard]] std::string to_text() const;

    /// @error those of check_new_pin(); BadCharacter and BadLength for a name that cannot be shown;
    ///        TooLong (name, or one operator too many), Duplicate (name or PIN is somebody's),
    ///        Unavailable (no memory)
    [[nodiscard]] Result<OperatorRoster> with(const NewOperator& added,
                                              const crypto::SecretBytes& pin) const;
    /// @error NotFound
    [[nodiscard]] Result<OperatorRoster> without(std::string_view name) const;

    /// Whose PIN it is; nothing when nobody's. Costs the same whoever is meant and whether or not:
    /// one Argon2id run and a look at every record. Takes a quarter of a second or so, touches
    /// nothing shared: for any thread.
    /// @error Unavailable (no memory), BadLength, TooLong (no PIN at all)
    [[nodiscard]] Result<std::optional<Operator>> find_by_pin(const crypto::SecretBytes& pin) const;

    [[nodiscard]] const std::vector<Operator>& operators() const { return operators_; }
    [[nodiscard]] const Operator* find(std::string_view name) const;
    [[nodiscard]] bool has_supervisor() const;
    [[nodiscard]] const crypto::PinCost& cost() const { return cost_; }

  private:
    crypto::PinSalt salt_;
    crypto::PinCost cost_;
    std::int64_t next_number_ = 1;
    std::vector<Operator> operators_;
};

/// A name that can be shown: 1 to name_bytes_max bytes of UTF-8, without control characters and
/// marks of direction, no space at its ends.
/// @error BadLength, TooLong, BadCharacter
Result<void> check_name(std::string_view name);

}  // namespace outpost::operators
