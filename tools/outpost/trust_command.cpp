// The three commands that write trust data.
#include "tools/outpost/trust_command.h"

#include "core/proof/key_file.h"
#include "core/trust/bundle.h"
#include "core/trust/loader.h"
#include "core/trust/loose_keys.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/signing_key.h"
#include "tools/outpost/trust_parts.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace outpost::tools {

namespace {

std::string base_name(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string join(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

/// A key file that was read, with its bytes.
struct CheckedFile {
    std::string path;
    Bytes content;
    std::vector<trust::VerificationMethod> methods;
};

/// Reads and checks one key file. On failure says why and sets the exit code.
std::optional<CheckedFile> check_key_file(const std::string& path, bool allow_published_keys,
                                          FileStore& files, const station::Console& console,
                                          int& exit) {
    auto content = files.read(path, trust::key_file_bytes_max);
    if (!content) {
        console.message("cannot read " + station::printable(path) + ": " +
                        station::words_for(content.error()));
        exit = station::exit_code::usage;
        return std::nullopt;
    }
    exit = station::exit_code::not_ok;
    auto parsed = trust::parse_key_file(path, *content);
    if (!parsed) {
        console.message("refused: " + station::printable(path) + ": " +
                        station::words_for(parsed.error()));
        return std::nullopt;
    }
    if (parsed->skipped != nullptr) {
        console.message("refused: " + station::printable(path) + ": " + parsed->skipped);
        return std::nullopt;
    }
    for (const auto& method : parsed->methods) {
        if (!method.published || allow_published_keys) continue;
        console.message("refused: " + station::printable(path) +
                        ": key_published (the private half of " + station::printable(method.id) +
                        " is public knowledge)");
        return std::nullopt;
    }
    exit = station::exit_code::ok;
    return CheckedFile{path, std::move(*content), std::move(parsed->methods)};
}

bool write_file(const std::string& path, ByteView content, FileStore& files,
                const station::Console& console) {
    const auto written = files.write_atomically(path, content);
    if (!written)
        console.message("cannot write " + station::printable(path) + ": " +
                        station::words_for(written.error()));
    return written.has_value();
}

/// True when the folder has another file of that name, or two inputs share the name.
bool would_overwrite(const std::string& target, const CheckedFile& file, FileStore& files) {
    const auto there = files.read(target, trust::key_file_bytes_max);
    if (!there) return there.error().code != Errc::NotFound;
    return *there != file.content;
}

/// The key files that an input names: itself, or those of the folder.
std::vector<std::string> key_files_of(const std::string& input, FileStore& files,
                                      const station::Console& console) {
    const auto names = files.list(input);
    if (!names) return {input};
    std::vector<std::string> paths;
    for (const auto& name : *names) {
        if (trust::is_key_file_name(name))
            paths.push_back(join(input, name));
        else
            console.message("skipped: " + station::printable(join(input, name)) +
                            ": not a key file");
    }
    return paths;
}

/// The unlocked key. On failure says why and sets the exit code.
std::optional<crypto::SigningKey> open_key(const TrustSignArguments& arguments,
                                           const TrustPorts& ports, const station::Console& console,
                                           int& exit) {
    exit = station::exit_code::usage;
    const auto file = station::read_key_file(arguments.key, ports.files, console);
    if (!file) return std::nullopt;
    if (file->public_key.type() != crypto::KeyType::Ed25519) {
        console.message("refused: bundles are signed with Ed25519 keys only");
        exit = station::exit_code::not_ok;
        return std::nullopt;
    }
    if (crypto::is_published(file->public_key)) {
        console.message("refused: key_published (no kiosk takes this key as a root)");
        exit = station::exit_code::not_ok;
        return std::nullopt;
    }
    return station::unlock_key(*file, {arguments.key, arguments.passphrase_file},
                               {ports.files, ports.ask_passphrase}, console);
}

std::string default_comment(const trust::Bundle& bundle) {
    return "outpost trust bundle, sequence " + std::to_string(bundle.origin.sequence) +
           ", issued " + format_rfc3339(*bundle.origin.issued_at);
}

/// Signs and writes; what was made is opened with the root as a kiosk will do it.
int write_signature(const TrustSignArguments& arguments, ByteView bundle,
                    const crypto::SigningKey& key, std::string_view comment,
                    const TrustPorts& ports, const station::Console& console) {
    const auto minisig =
        trust::sign_minisign(key, bundle, {"signature of an outpost trust bundle", comment});
    if (!minisig) {
        console.message("refused: the comment: " + station::words_for(minisig.error()));
        return station::exit_code::not_ok;
    }
    const auto root_text = trust::write_minisign_public_key(key.public_key()).value();
    const auto roots = trust::parse_root_keys(root_text).value();
    OUTPOST_CHECK(trust::open_whole_bundle(bundle, *minisig, roots).has_value());
    const auto path = arguments.bundle + ".minisig";
    auto all = std::string();
    if (arguments.add) {
        const auto earlier = ports.files.read(path, trust::minisign_text_bytes_max);
        if (earlier) all = as_text(*earlier);
    }
    all += *minisig;
    if (const auto signatures = trust::parse_minisign_signatures(all); !signatures) {
        console.message("refused: the signatures together: " +
                        station::words_for(signatures.error()));
        return station::exit_code::not_ok;
    }
    if (!write_file(path, as_bytes(all), ports.files, console))
        return station::exit_code::environment;
    console.message("signed by root key " + trust::format_key_id(roots.front().key_id));
    if (arguments.root_out.empty()) return station::exit_code::ok;
    return write_file(arguments.root_out, as_bytes(root_text), ports.files, console)
               ? station::exit_code::ok
               : station::exit_code::environment;
}

}  // namespace

int run_trust_add(const TrustAddArguments& arguments, const TrustPorts& ports,
                  const station::Console& console) {
    std::vector<CheckedFile> checked;
    for (const auto& path : arguments.files) {
        int exit = station::exit_code::ok;
        auto file =
            check_key_file(path, arguments.allow_published_keys, ports.files, console, exit);
        if (!file) return exit;
        const auto target = join(arguments.to, base_name(path));
        const bool name_twice = std::any_of(checked.begin(), checked.end(), [&](const auto& one) {
            return base_name(one.path) == base_name(path) && one.content != file->content;
        });
        if (name_twice || would_overwrite(target, *file, ports.files)) {
            console.message("refused: another file of that name: " + station::printable(target));
            return station::exit_code::not_ok;
        }
        checked.push_back(std::move(*file));
    }
    if (const auto made = ports.make_folder(arguments.to); !made) {
        console.message("cannot make " + station::printable(arguments.to) + ": " +
                        station::words_for(made.error()));
        return station::exit_code::environment;
    }
    for (const auto& file : checked) {
        const auto target = join(arguments.to, base_name(file.path));
        if (!write_file(target, file.content, ports.files, console))
            return station::exit_code::environment;
        for (const auto& method : file.methods)
            console.message("added " + station::printable(method.id) + " in " +
                            station::printable(target));
    }
    return station::exit_code::ok;
}

int run_trust_make(const TrustMakeArguments& arguments, const TrustPorts& ports,
                   const station::Console& console) {
    trust::Bundle bundle;
    bundle.origin.sequence = arguments.sequence;
    const auto now_ms = ports.clock.now().since_epoch_ms;
    bundle.origin.issued_at = UtcInstant{now_ms - now_ms % 1000};  // whole seconds read better
    if (!station::read_instant(arguments.issued, "--issued", bundle.origin.issued_at, console) ||
        !station::read_instant(arguments.expires, "--expires", bundle.origin.expires_at, console))
        return station::exit_code::usage;
    std::vector<trust::VerificationMethod> methods;
    for (const auto& input : arguments.inputs) {
        for (const auto& path : key_files_of(input, ports.files, console)) {
            int exit = station::exit_code::ok;
            auto file =
                check_key_file(path, arguments.allow_published_keys, ports.files, console, exit);
            if (!file) return exit;
            for (auto& method : file->methods) {
                if (method.name.empty()) method.name = arguments.name;
                methods.push_back(std::move(method));
            }
        }
    }
    if (methods.empty() && arguments.base.empty()) {
        console.message("refused: no key for the bundle");
        return arguments.inputs.empty() ? station::exit_code::usage : station::exit_code::not_ok;
    }
    bundle.has_issuers = !methods.empty();
    const trust::TrustSnapshot sorted(std::move(methods), {});
    bundle.methods.assign(sorted.methods().begin(), sorted.methods().end());
    if (const int exit = add_bundle_parts(arguments, ports, console, bundle);
        exit != station::exit_code::ok)
        return exit;
    if (const int exit = move_parts_beside(arguments, ports, console, bundle);
        exit != station::exit_code::ok)
        return exit;
    const auto text = trust::write_bundle(bundle);
    if (!text) {
        console.message("refused: " + station::words_for(text.error()));
        return station::exit_code::not_ok;
    }
    if (!write_file(arguments.out, as_bytes(*text), ports.files, console))
        return station::exit_code::environment;
    console.message("bundle with " + std::to_string(bundle.methods.size()) + " keys and " +
                    std::to_string(bundle.parts.size()) +
                    " parts, not signed yet: " + station::printable(arguments.out));
    return station::exit_code::ok;
}

int run_trust_sign(const TrustSignArguments& arguments, const TrustPorts& ports,
                   const station::Console& console) {
    const auto content = ports.files.read(arguments.bundle, trust::bundle_bytes_max);
    if (!content) {
        console.message("cannot read " + station::printable(arguments.bundle) + ": " +
                        station::words_for(content.error()));
        return station::exit_code::usage;
    }
    const auto bundle = trust::parse_bundle(*content);
    if (!bundle) {
        console.message("refused: " + station::printable(arguments.bundle) + ": " +
                        station::words_for(bundle.error()));
        return station::exit_code::not_ok;
    }
    for (const auto& method : bundle->methods)
        if (method.published)
            console.message("warning: key_published: " + station::printable(method.id));
    int exit = station::exit_code::ok;
    const auto key = open_key(arguments, ports, console, exit);
    if (!key) return exit;
    const auto comment = arguments.comment.empty() ? default_comment(*bundle) : arguments.comment;
    return write_signature(arguments, *content, *key, comment, ports, console);
}

}  // namespace outpost::tools
