// A manual page in troff's man macros, built command by command.
#pragma once

#include <string>
#include <string_view>

namespace outpost::tools {

class Manual {
  public:
    Manual(std::string_view program, std::string_view version, std::string_view description);

    void add_command(std::string_view name, std::string_view text);
    void add_option(std::string_view option, std::string_view text);
    void add_paragraph(std::string_view text);

    [[nodiscard]] std::string take() &&;

  private:
    std::string out_;
};

}  // namespace outpost::tools
