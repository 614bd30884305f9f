// The one way from a key file and a passphrase to a signing key, for every command that signs. All
// its failures have one exit code: usage.
#pragma once

#include "core/crypto/signing_key.h"
#include "core/ports/file_store.h"
#include "core/proof/key_file.h"
#include "firmware-app/station/console.h"

#include <functional>
#include <optional>
#include <string>

namespace outpost::station {

/// Which key, and where its passphrase is.
struct KeyChoice {
    std::string path;
    std::string passphrase_file;  // empty: ask
};

struct KeyPorts {
    FileStore& files;
    std::function<Result<crypto::SecretBytes>()> ask_passphrase;
};

/// Reads a key file, still locked; says on stderr what is wrong with it.
std::optional<proof::KeyFile> read_key_file(const std::string& path, FileStore& files,
                                            const Console& console);

/// Takes the passphrase and unlocks the key; says on stderr what is wrong.
std::optional<crypto::SigningKey> unlock_key(const proof::KeyFile& file, const KeyChoice& choice,
                                             const KeyPorts& ports, const Console& console);

}  // namespace outpost::station
