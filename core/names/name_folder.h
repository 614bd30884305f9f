// Names of people: for comparing two certificates of one person, and as initials.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace outpost::names {

inline constexpr std::size_t name_bytes_max = 4'096;

/// Foldings of names. For one thread.
class NameFolder {
  public:
    /// @error Unavailable (the Unicode data are not installed)
    static Result<NameFolder> make();
    ~NameFolder();
    NameFolder(NameFolder&&) noexcept;
    NameFolder& operator=(NameFolder&&) noexcept;
    NameFolder(const NameFolder&) = delete;
    NameFolder& operator=(const NameFolder&) = delete;

    /// For comparing: accents, case, marks and the order of words do not count; letters of other
    /// scripts stay what they are. Empty for text that is no UTF-8, too long, or without a letter.
    [[nodiscard]] std::string folded(std::string_view name) const;

    /// The first letters of the first and of the last word, as A to Z ("A. K."); particles such as
    /// "van" and "de la" are no words here. Of a script that has no case, the first letter with its
    /// marks. Empty where folded() is.
    [[nodiscard]] std::string initials(std::string_view name) const;

  private:
    struct Tables;
    explicit NameFolder(std::unique_ptr<Tables> tables);
    std::unique_ptr<Tables> tables_;
};

}  // namespace outpost::names
