// Vector files: lines `Key = value`, a blank line between cases, `#` for the origin of a case.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

/// One case of a vector file.
class Vector {
  public:
    Vector(std::string place, std::map<std::string, std::string, std::less<>> values)
        : place_(std::move(place)), values_(std::move(values)) {}

    /// "bytes/base45.vec:12"
    [[nodiscard]] const std::string& place() const { return place_; }
    [[nodiscard]] bool has(std::string_view key) const {
        return values_.find(key) != values_.end();
    }
    /// The value as written; \n, \t, \\ and \xHH are escapes. Missing key: the test fails.
    [[nodiscard]] std::string text(std::string_view key) const;
    /// The value as hexadecimal digits.
    [[nodiscard]] std::vector<std::uint8_t> bytes(std::string_view key) const;

  private:
    std::string place_;
    std::map<std::string, std::string, std::less<>> values_;
};

/// Reads tests/data/<name>. Throws when the file is missing or malformed.
std::vector<Vector> load_vectors(std::string_view name);

/// "OK", or the error as "bad_character@3".
std::string outcome_of(const Error& error);
template <typename T>
std::string outcome_of(const Result<T>& result) {
    return result ? std::string("OK") : outcome_of(result.error());
}

}  // namespace outpost::tests
