// Words for the states of a scanner.
#include "core/ports/code_scanner.h"

namespace outpost {

std::string_view describe(ScannerState state) {
    switch (state) {
        case ScannerState::Closed:
            return "The scanner is not open.";
        case ScannerState::Ready:
            return "The scanner is ready.";
        case ScannerState::Unplugged:
            return "The scanner is unplugged. Plug it in again.";
    }
    return "The scanner is in an unknown state.";
}

}  // namespace outpost
