// libsodium wants sodium_init() before anything else; it may run in several threads at once.
#pragma once

namespace outpost::crypto {

/// Initialises libsodium on the first call; cheap afterwards. Ends the process when it can not.
void ensure_sodium();

}  // namespace outpost::crypto
