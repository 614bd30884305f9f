// Ends the process with the broken condition on stderr.
#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace outpost {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "outpost: broken promise: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace outpost
