#include "firmware-app/station/signing_key.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/passphrase.h"

#include <utility>

namespace outpost::station {

std::optional<proof::KeyFile> read_key_file(const std::string& path, FileStore& files,
                                            const Console& console) {
    const auto content = files.read(path, proof::key_file_bytes_max);
    auto file = content ? proof::parse_key_file(as_text(*content))
                        : Result<proof::KeyFile>(content.error());
    if (file) return std::move(file).value();
    console.message("cannot use the key file " + printable(path) + ": " + words_for(file.error()));
    return std::nullopt;
}

std::optional<crypto::SigningKey> unlock_key(const proof::KeyFile& file, const KeyChoice& choice,
                                             const KeyPorts& ports, const Console& console) {
    const auto passphrase = choice.passphrase_file.empty()
                                ? ports.ask_passphrase()
                                : passphrase_from_file(ports.files, choice.passphrase_file);
    if (!passphrase) {
        console.message("no passphrase: " + words_for(passphrase.error()));
        return std::nullopt;
    }
    auto key = proof::unlock(file, *passphrase);
    if (key) return std::move(key).value();
    console.message("the key file " + printable(choice.path) +
                    " does not open: " + words_for(key.error()));
    return std::nullopt;
}

}  // namespace outpost::station
