// Finds the shared vectors and says aloud when they are not there.
#include "tests/support/shared_data.h"

#include <cstdio>
#include <cstdlib>

namespace outpost::tests {

std::filesystem::path shared_dir() {
    const char* given = std::getenv("OUTPOST_SHARED_DIR");
    return given != nullptr ? given : OUTPOST_SHARED_DIR;
}

bool shared_data_present(const char* what_is_skipped) {
    if (std::filesystem::is_directory(shared_dir() / "vectors")) return true;
    std::fprintf(stderr, "SKIPPED: %s (no %s)\n", what_is_skipped,
                 (shared_dir() / "vectors").c_str());
    return false;
}

}  // namespace outpost::tests
