// Signing keys on the command line; the private half is never printed.
#include "tools/outpost/keys_command.h"

#include "core/bytes/hex.h"
#include "core/proof/key_file.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/passphrase.h"
#include "firmware-app/station/signing_key.h"

#include <optional>
#include <utility>

namespace outpost::tools {

namespace {

int refuse(const station::Console& console, int exit, const std::string& text) {
    console.message(text);
    return exit;
}

/// Comparison in a time that depends on the lengths only.
bool is_same(const crypto::SecretBytes& a, const crypto::SecretBytes& b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned>(a.view()[i] ^ b.view()[i]);
    return difference == 0;
}

Result<crypto::SecretBytes> new_passphrase(const KeysGenerateArguments& arguments,
                                           const KeysPorts& ports) {
    if (!arguments.passphrase_file.empty())
        return station::passphrase_from_file(ports.files, arguments.passphrase_file);
    OUTPOST_TRY(auto passphrase, ports.ask_passphrase("Passphrase for the new key: "));
    OUTPOST_TRY(const auto again, ports.ask_passphrase("The same once more: "));
    if (!is_same(passphrase, again)) return Error{Errc::BadValue, 0, "the two passphrases differ"};
    return passphrase;
}

/// True when nothing stands at the path. Whatever can not be read is left alone too.
bool is_free(FileStore& files, const std::string& path) {
    const auto there = files.read(path, 1);
    return !there && there.error().code == Errc::NotFound;
}

Result<crypto::SigningKey> new_key(const std::string& type, Random& random) {
    if (type == "rsa") return crypto::SigningKey::generate_rsa();
    return crypto::SigningKey::generate_ed25519(random);
}

}  // namespace

int run_keys_generate(const KeysGenerateArguments& arguments, const KeysPorts& ports,
                      const station::Console& console) {
    if (arguments.type != "ed25519" && arguments.type != "rsa")
        return refuse(console, station::exit_code::usage, "--type is ed25519 or rsa");
    if (!proof::is_key_id(arguments.id))
        return refuse(console, station::exit_code::usage,
                      "--id must be an absolute IRI such as did:example:moh#key-1");
    if (!proof::is_key_id(arguments.controller))
        return refuse(console, station::exit_code::usage,
                      "--controller must be an absolute IRI such as https://moh.example/");
    if (!is_free(ports.files, arguments.out))
        return refuse(
            console, station::exit_code::usage,
            station::printable(arguments.out) + " is there already; a key is never overwritten");
    const auto passphrase = new_passphrase(arguments, ports);
    if (!passphrase)
        return refuse(console, station::exit_code::usage,
                      "no passphrase: " + station::words_for(passphrase.error()));
    const auto key = new_key(arguments.type, ports.random);
    if (!key)
        return refuse(console, station::exit_code::environment,
                      "no key: " + station::words_for(key.error()));
    crypto::SealRandom random;
    ports.random.fill(random.salt);
    ports.random.fill(random.nonce);
    const UtcInstant now{ports.clock.now().since_epoch_ms / 1000 * 1000};
    const auto file =
        proof::make_key_file({arguments.id, arguments.controller, now}, *key, *passphrase, random);
    if (!file) {
        const bool too_long = file.error().code == Errc::TooLong;
        return refuse(console,
                      too_long ? station::exit_code::usage : station::exit_code::environment,
                      "cannot seal the key: " + station::words_for(file.error()));
    }
    const auto written =
        ports.files.write_atomically(arguments.out, as_bytes(proof::write_key_file(*file)), true);
    if (!written)
        return refuse(console, station::exit_code::environment,
                      "cannot write " + station::printable(arguments.out) + ": " +
                          station::words_for(written.error()));
    console.message("wrote " + station::printable(arguments.out) +
                    "; keep a copy, it can not be made again");
    return station::exit_code::ok;
}

int run_keys_public(const KeysPublicArguments& arguments, FileStore& files,
                    const station::Console& console) {
    const auto file = station::read_key_file(arguments.file, files, console);
    if (!file) return station::exit_code::usage;
    console.result(proof::public_document(*file));
    return station::exit_code::ok;
}

int run_keys_inspect(const KeysInspectArguments& arguments, FileStore& files,
                     const station::Console& console) {
    const auto file = station::read_key_file(arguments.file, files, console);
    if (!file) return station::exit_code::usage;
    const bool is_rsa = file->public_key.type() == crypto::KeyType::Rsa;
    console.result("id:          " + station::printable(file->id));
    console.result("controller:  " + station::printable(file->controller));
    console.result(std::string("type:        ") + (is_rsa ? "RSA " : "Ed25519 ") +
                   std::to_string(file->public_key.bits()) + " bits");
    console.result("created:     " + format_rfc3339(file->created));
    console.result("fingerprint: " + bytes::encode_hex(file->public_key.fingerprint()));
    if (crypto::is_published(file->public_key))
        console.message("key_published: the private half of this key is public; do not use it");
    return station::exit_code::ok;
}

}  // namespace outpost::tools
