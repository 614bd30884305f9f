// Closes this process in: from here on it computes on the memory and descriptors that it has.
#pragma once

#include "core/base/result.h"

namespace outpost {

/// Closes the sandbox around every thread of this process; there is no way out again. Allowed
/// afterwards: reading and writing open descriptors, memory without execution, time, waiting,
/// ending. Names of files answer EACCES, because libraries ask for fonts or settings and go on
/// without. Every other call (sockets, processes, signals to others, mapping of files, new
/// executable memory) ends the process at once with SIGSYS. New descriptors, processes and core
/// files are forbidden by resource limits too.
/// @error Unavailable (the kernel does not allow it: the caller must not go on)
Result<void> enter_sandbox();

}  // namespace outpost
