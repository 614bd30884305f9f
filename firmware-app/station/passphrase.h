// Passphrases: the first line of a file, or asked on the terminal without echo.
#pragma once

#include "core/base/result.h"
#include "core/crypto/secret_bytes.h"
#include "core/ports/file_store.h"

#include <string>

namespace outpost::station {

/// The file's first line without its line end. The file's content is wiped from memory.
/// @error those of FileStore::read; BadLength (an empty line)
Result<crypto::SecretBytes> passphrase_from_file(FileStore& files, const std::string& path);

/// Writes the prompt to the controlling terminal and reads one line there, not shown. Standard
/// input and output are left alone. The terminal is as it was afterwards.
/// @error Unavailable (no terminal), BadLength (empty), TooLong, Io
Result<crypto::SecretBytes> ask_passphrase(const std::string& prompt);

}  // namespace outpost::station
