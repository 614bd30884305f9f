// A date style made ready once, for the several dates of one page.
#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace outpost::render {

struct DateStyle;

class DateWriter {
  public:
    /// @error Unsupported (unknown zone), BadValue (pattern, locale)
    static Result<DateWriter> make(const DateStyle& style);
    ~DateWriter();
    DateWriter(DateWriter&&) noexcept;
    DateWriter& operator=(DateWriter&&) noexcept;

    /// A day as it is, an instant in the style's zone; other text comes back unchanged.
    [[nodiscard]] Result<std::string> text(std::string_view iso_text) const;

  private:
    struct Parts;
    explicit DateWriter(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace outpost::render
