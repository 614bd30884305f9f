// outpost keys: make a signing key, print its public half, describe it.
#pragma once

#include "core/crypto/secret_bytes.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/random.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

#include <functional>
#include <string>

namespace outpost::tools {

/// What the commands need of the outside.
struct KeysPorts {
    FileStore& files;
    const Clock& clock;
    Random& random;
    /// Asks a person; used only without --passphrase-file (firmware-app/station/passphrase.h).
    std::function<Result<crypto::SecretBytes>(const std::string& prompt)> ask_passphrase;
};

/// Makes a key and writes its file (docs/formats/key-file.md), readable by its owner only; a file
/// that is there already is left alone. Exit 2 for wrong names, passphrases or an existing file, 3
/// when the machine can not do it.
int run_keys_generate(const KeysGenerateArguments& arguments, const KeysPorts& ports,
                      const station::Console& console);

/// Prints the public document as one line. Exit 2 when the file is unreadable or no key file.
int run_keys_public(const KeysPublicArguments& arguments, FileStore& files,
                    const station::Console& console);

/// Describes a key file line by line, and says when its private half is public knowledge.
/// Exit 2 when the file is unreadable or no key file.
int run_keys_inspect(const KeysInspectArguments& arguments, FileStore& files,
                     const station::Console& console);

}  // namespace outpost::tools
