// check(): a promise of ours that must hold. Always compiled in; a broken one ends the process, and
// whoever supervises it starts it again. Never for input: input failures are Result or findings.
#pragma once

#include <string_view>

namespace outpost {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace outpost

#define OUTPOST_CHECK(condition)                                                   \
    do {                                                                           \
        if (!(condition)) ::outpost::check_failed(#condition, __FILE__, __LINE__); \
    } while (false)
