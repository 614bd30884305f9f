// A manual page in troff's man macros, built command by command.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace outpost::tools {

class Manual {
  public:
    Manual(std::string_view program, std::string_view version, std::string_view description);

    /// A section of words and what they mean; before the first command.
    void add_words(std::string_view title,
                   std::span<const std::pair<std::string_view, std::string_view>> words);
    void add_command(std::string_view name, std::string_view text);
    void add_option(std::string_view option, std::string_view text);
    void add_paragraph(std::string_view text);

    [[nodiscard]] std::string take(std::string_view exit_status) &&;

  private:
    bool has_commands_ = false;
    std::string out_;
};

}  // namespace outpost::tools
