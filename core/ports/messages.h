// The words of screens in one language, by key.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

struct Language {
    std::string tag;       // BCP 47: "en", "hi", "ar" ...
    std::string own_name;  // as its speakers write it: "हिन्दी"
    bool right_to_left = false;
};

/// The words of one language. May be used by several threads.
class Messages {
  public:
    Messages() = default;
    virtual ~Messages() = default;
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    [[nodiscard]] virtual const Language& language() const = 0;
    /// The text of a key such as "verdict.accepted"; English where the language has none, the key
    /// itself where English has none either. Braces such as {n} are left as they are.
    [[nodiscard]] virtual std::string text(std::string_view key) const = 0;
    /// The form for this count, with {n} in it still to be replaced.
    [[nodiscard]] virtual std::string plural(std::string_view key, std::int64_t count) const = 0;
    /// The language has this key itself.
    [[nodiscard]] virtual bool has(std::string_view key) const = 0;
};

/// All languages that are installed, English first.
class MessageCatalogs {
  public:
    MessageCatalogs() = default;
    virtual ~MessageCatalogs() = default;
    MessageCatalogs(const MessageCatalogs&) = delete;
    MessageCatalogs& operator=(const MessageCatalogs&) = delete;

    [[nodiscard]] virtual const std::vector<Language>& languages() const = 0;
    /// English when there is no such language.
    [[nodiscard]] virtual const Messages& messages(std::string_view tag) const = 0;
};

}  // namespace outpost
