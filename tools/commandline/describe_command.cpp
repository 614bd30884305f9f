#include "tools/commandline/describe_command.h"

#include <string>

namespace outpost::tools {

namespace {

void describe_command(const CLI::App& command, const std::string& prefix, Manual& manual) {
    const auto name = prefix + " " + command.get_name();
    const auto children = command.get_subcommands([](const CLI::App*) { return true; });
    if (children.empty()) {
        manual.add_command(name, command.get_description());
        for (const auto* option : command.get_options()) {
            if (option->get_name() == "--help") continue;
            manual.add_option(option->get_name(false, true) + " " + option->get_type_name(),
                              option->get_description());
        }
        manual.add_paragraph(command.get_footer());
    }
    for (const auto* child : children) describe_command(*child, name, manual);
}

}  // namespace

void describe_commands(const CLI::App& app, Manual& manual) {
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        describe_command(*command, app.get_name(), manual);
}

}  // namespace outpost::tools
