// The request schema of a profile: JSON Schema (draft 7) over one item of a request file.
#pragma once

#include "core/base/result.h"
#include "core/intake/item_error.h"
#include "core/json/value.h"
#include "core/profile/profile.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::profile {

inline constexpr std::size_t schema_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t request_text_chars_max = 1000;

/// A member that the schema speaks of; found through properties, items and $ref alone.
struct SchemaPlace {
    std::string pointer;       // into the item; "*" stands for any place of an array
    std::int32_t line = 0;     // of the schema file
    bool is_required = false;  // it and all members around it
    bool is_object = false;
    std::vector<std::string> types;
    std::string format;                // "", "date", "date-time"
    std::vector<std::string> allowed;  // enum, texts only
};

/// An ECMAScript regular expression that ends in time on texts of 1,000 characters.
bool is_usable_pattern(const std::string& pattern);

class RequestSchema {
  public:
    /// @return nothing when it can not be used; `faults` then says why, with lines
    static std::unique_ptr<RequestSchema> parse(std::string_view text, const std::string& file,
                                                std::vector<ProfileFault>& faults);
    ~RequestSchema();
    RequestSchema(const RequestSchema&) = delete;
    RequestSchema& operator=(const RequestSchema&) = delete;

    /// Every violation once: those of the library, of `format`, and texts beyond 1,000 characters.
    [[nodiscard]] std::vector<intake::ItemError> check(const json::Value& item) const;

    [[nodiscard]] const std::vector<SchemaPlace>& places() const { return places_; }
    [[nodiscard]] const SchemaPlace* find(std::string_view pointer) const;
    /// The member is declared, or lies within an object whose members are free.
    [[nodiscard]] bool knows(std::string_view pointer) const;
    [[nodiscard]] const std::string& file() const { return file_; }

  private:
    struct Library;
    RequestSchema();

    std::string file_;
    std::vector<SchemaPlace> places_;
    bool has_patterns_ = false;
    std::unique_ptr<Library> library_;
};

}  // namespace outpost::profile
