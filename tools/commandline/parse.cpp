#include "tools/commandline/parse.h"

#include "firmware-app/station/options.h"

namespace outpost::tools {

std::optional<int> parse_or_answer(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool is_answered = app.exit(error) == 0;  // --help, --version
        return is_answered ? station::exit_code::ok : station::exit_code::usage;
    }
    return std::nullopt;
}

}  // namespace outpost::tools
