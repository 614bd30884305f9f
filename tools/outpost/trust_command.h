// outpost trust: collect key files, make a bundle of them, sign it, look at it.
#pragma once

#include "core/crypto/secret_bytes.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

#include <functional>
#include <string>
#include <vector>

namespace outpost::tools {

/// What the commands need of the outside.
struct TrustPorts {
    FileStore& files;
    const Clock& clock;
    /// Makes a folder and those above it; one that is there already is fine. @error Io
    std::function<Result<void>(const std::string&)> make_folder;
    /// Asks a person. Used only without --passphrase-file. @error Unavailable (no terminal)
    std::function<Result<crypto::SecretBytes>()> ask_passphrase;
    /// The plain files below a folder, by their names relative to it, sorted. @error NotFound, Io
    std::function<Result<std::vector<std::string>>(const std::string&)> files_below{};
};

/// Checks key files and copies them into a trust folder: all of them, or none when one is refused.
/// Exit 1 when one is damaged, published, no key file, or another file of its name is there.
int run_trust_add(const TrustAddArguments& arguments, const TrustPorts& ports,
                  const station::Console& console);

/// Writes an unsigned bundle of key files and folders of them. Exit 1 when a key is refused.
int run_trust_make(const TrustMakeArguments& arguments, const TrustPorts& ports,
                   const station::Console& console);

/// Writes BUNDLE.minisig, after the bundle has been read as a kiosk reads it.
/// Exit 1 when the bundle or the kind of key is refused, 2 when the key file does not open.
int run_trust_sign(const TrustSignArguments& arguments, const TrustPorts& ports,
                   const station::Console& console);

/// Describes a bundle, a folder or a key file on stdout. Exit 1 when a bundle is refused, or when
/// a root is given and the bundle is not signed by it.
int run_trust_inspect(const TrustInspectArguments& arguments, const TrustPorts& ports,
                      const station::Console& console);

}  // namespace outpost::tools
