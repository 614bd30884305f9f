#include "core/ports/printer.h"

#include <array>
#include <cstddef>

namespace outpost {

std::string_view print_state_name(PrintState state) {
    static constexpr std::array<std::string_view, 9> names = {
        "waiting", "printing",  "printed", "out_of_paper", "jammed",
        "offline", "cancelled", "failed",  "unknown"};
    return names[static_cast<std::size_t>(state)];
}

bool is_final(PrintState state) {
    return state == PrintState::Printed || state == PrintState::Cancelled ||
           state == PrintState::Failed || state == PrintState::Unknown;
}

}  // namespace outpost
