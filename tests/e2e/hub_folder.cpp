#include "tests/e2e/hub_folder.h"

namespace outpost::tests {

std::string hub_program() {
    return OUTPOST_HUB_PROGRAM;
}

}  // namespace outpost::tests
