// Loading of what a check needs.
#include "firmware-app/station/check_setup.h"

#include "core/policy/policy_file.h"
#include "core/revocation/status.h"
#include "core/trust/loader.h"
#include "firmware-app/station/context_folder.h"

#include <chrono>
#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t policy_file_bytes_max = 256 * 1024;
constexpr std::size_t revocation_file_bytes_max = 64 * 1024 * 1024;

std::int64_t steady_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

bool load_trust_snapshot(const CheckArguments& arguments, FileStore& files, const Console& console,
                         verify::VerifierSettings& settings) {
    std::vector<trust::MinisignPublicKey> roots;
    if (!read_roots(arguments.root, files, roots, console)) return false;
    auto loaded = trust::load_trust(files, arguments.trust, roots);
    if (!loaded) {
        std::string paths;
        for (const auto& path : arguments.trust) paths += " " + printable(path);
        console.message("cannot load the trust data of" + paths + ": " + words_for(loaded.error()));
        if (arguments.root.empty())
            console.message("a signed trust bundle needs its root keys: --root FILE");
        return false;
    }
    if (loaded->snapshot.methods().empty())
        console.message("no keys are loaded (--trust PATH): every certificate will be unknown");
    for (const auto& note : loaded->notes)
        console.message((note.damaged ? "skipped, damaged: " : "skipped: ") + printable(note.path) +
                        ": " + note.reason);
    settings.trust = std::make_shared<trust::TrustSnapshot>(std::move(loaded->snapshot));
    return true;
}

bool load_revocations(const CheckArguments& arguments, FileStore& files, const Console& console,
                      verify::VerifierSettings& settings) {
    for (const auto& path : arguments.revocations) {
        const auto content = files.read(path, revocation_file_bytes_max);
        auto list = content ? revocation::parse_status_list(as_text(*content))
                            : Result<revocation::StatusSnapshot>(content.error());
        if (!list) {
            console.message("cannot use the revocation list " + printable(path) + ": " +
                            words_for(list.error()));
            return false;
        }
        settings.revocations.push_back(
            std::make_shared<revocation::StatusSnapshot>(std::move(list).value()));
    }
    return true;
}

bool load_policy(const CheckArguments& arguments, FileStore& files, const Console& console,
                 CheckSetup& setup) {
    setup.purpose = arguments.purpose;
    if (arguments.policy.empty()) {
        setup.policy = policy::built_in_policy();
    } else {
        const auto content = files.read(arguments.policy, policy_file_bytes_max);
        auto parsed = content ? policy::parse_policy(as_text(*content))
                              : Result<policy::Policy>(content.error());
        if (!parsed) {
            console.message("cannot use the policy " + printable(arguments.policy) + ": " +
                            words_for(parsed.error()));
            return false;
        }
        setup.policy = std::move(parsed).value();
    }
    setup.settings.products = setup.policy.products;
    if (setup.purpose.empty()) return true;
    for (const auto& rules : setup.policy.rules)
        if (rules.purpose == setup.purpose) return true;
    console.message(arguments.policy.empty()
                        ? "the built-in policy has no purposes: give --policy FILE"
                        : "the policy has no purpose " + printable(setup.purpose));
    return false;
}

}  // namespace

std::string words_for(const Error& error) {
    std::string words(code_name(error.code));
    if (*error.what != '\0') words += " (" + std::string(error.what) + ")";
    if (error.offset != 0) words += " at byte " + std::to_string(error.offset);
    return words;
}

bool read_instant(const std::optional<std::string>& text, std::string_view option,
                  std::optional<UtcInstant>& instant, const Console& console) {
    if (!text) return true;
    const auto parsed = parse_rfc3339(*text);
    if (parsed)
        instant = *parsed;
    else
        console.message(std::string(option) +
                        " takes an RFC 3339 instant such as 2026-11-22T20:27:28Z");
    return parsed.has_value();
}

bool read_roots(const std::string& path, FileStore& files,
                std::vector<trust::MinisignPublicKey>& roots, const Console& console) {
    if (path.empty()) return true;
    auto loaded = trust::load_roots(files, path);
    if (!loaded) {
        console.message("cannot use the root keys in " + printable(path) + ": " +
                        words_for(loaded.error()));
        return false;
    }
    roots = std::move(loaded).value();
    return true;
}

std::optional<CheckSetup> make_check_setup(const CheckArguments& arguments, FileStore& files,
                                           const Console& console) {
    CheckSetup setup;
    if (!read_instant(arguments.at, "--at", setup.at, console)) return std::nullopt;
    std::vector<std::string> context_folders;
    for (const auto& profile : arguments.profiles) context_folders.push_back(profile + "/contexts");
    setup.settings.contexts =
        contexts_with_folders(files, context_folders, ShippedUrls::Fixed, console);
    if (!setup.settings.contexts) return std::nullopt;
    setup.settings.allow_published_keys = arguments.allow_published_keys;
    setup.settings.monotonic_us = &steady_us;
    if (!load_trust_snapshot(arguments, files, console, setup.settings)) return std::nullopt;
    if (!load_revocations(arguments, files, console, setup.settings)) return std::nullopt;
    if (!load_policy(arguments, files, console, setup)) return std::nullopt;
    return setup;
}

}  // namespace outpost::station
