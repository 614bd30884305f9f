// Loading of what a check needs.
#include "firmware-app/station/check_setup.h"

#include "core/policy/policy_file.h"
#include "core/revocation/status_file.h"
#include "core/trust/loader.h"
#include "firmware-app/station/context_folder.h"
#include "firmware-app/station/trust_sources.h"

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

using StatusSourcePointer = std::shared_ptr<const revocation::StatusSource>;

/// A list as JSON or as a status file, told by the first bytes.
Result<StatusSourcePointer> read_status_source(Bytes content) {
    if (!revocation::is_status_file(content)) {
        OUTPOST_TRY(auto list, revocation::parse_status_list(as_text(content)));
        return StatusSourcePointer(
            std::make_shared<const revocation::StatusSnapshot>(std::move(list)));
    }
    const auto kept = std::make_shared<const Bytes>(std::move(content));
    OUTPOST_TRY(auto file, revocation::StatusFile::open(*kept, kept));
    OUTPOST_TRY_VOID(file.check_whole());  // it is all in memory anyway
    return StatusSourcePointer(std::make_shared<const revocation::StatusFile>(std::move(file)));
}

bool load_revocations(const CheckArguments& arguments, FileStore& files, const Console& console,
                      verify::VerifierSettings& settings) {
    for (const auto& path : arguments.revocations) {
        auto content = files.read(path, revocation_file_bytes_max);
        auto list = content ? read_status_source(std::move(*content))
                            : Result<StatusSourcePointer>(content.error());
        if (!list) {
            console.message("cannot use the revocation list " + printable(path) + ": " +
                            words_for(list.error()));
            return false;
        }
        settings.revocations.push_back(std::move(*list));
    }
    return true;
}

/// @param carried  the policy of a bundle, which --policy replaces
bool load_policy(const CheckArguments& arguments, std::optional<policy::Policy> carried,
                 FileStore& files, const Console& console, CheckSetup& setup) {
    setup.purpose = arguments.purpose;
    const bool is_built_in = arguments.policy.empty() && !carried;
    if (arguments.policy.empty()) {
        setup.policy = carried ? std::move(*carried) : policy::built_in_policy();
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
    console.message(is_built_in ? "the built-in policy has no purposes: give --policy FILE"
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
    auto sources = load_trust_sources(arguments, files, console);
    if (!sources) return std::nullopt;
    setup.settings.trust = std::move(sources->snapshot);
    setup.settings.revocations = std::move(sources->revocations);
    if (!load_revocations(arguments, files, console, setup.settings)) return std::nullopt;
    if (!load_policy(arguments, std::move(sources->policy), files, console, setup))
        return std::nullopt;
    return setup;
}

}  // namespace outpost::station
