#include "tests/core/profile/profile_folder.h"

#include "assets/shipped_contexts.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

namespace outpost::tests {

namespace {

std::string_view shipped_text(std::string_view url) {
    for (const auto& document : shipped_contexts())
        for (const auto& name : document.urls)
            if (name == url) return document.text;
    return {};
}

std::string place_of(const profile::ProfileFault& fault) {
    return fault.file + ":" + std::to_string(fault.line) + " " + fault.code;
}

}  // namespace

ProfileFolder::ProfileFolder()
    : ProfileFolder((source_dir() / "assets/profiles/vaccination").string()) {}
ProfileFolder::ProfileFolder(std::string path) : path_(std::move(path)) {}

std::string ProfileFolder::text(const std::string& file) const {
    const auto found = changed_.find(file);
    if (found != changed_.end()) return found->second.value_or("");
    return read_text(path_ + "/" + file);
}

void ProfileFolder::edit(const std::string& file, std::string_view from, std::string_view to) {
    auto content = text(file);
    const auto at = content.find(from);
    INFO(file << " has once: " << from);
    REQUIRE(at != std::string::npos);
    REQUIRE(content.find(from, at + 1) == std::string::npos);
    content.replace(at, from.size(), to);
    set(file, std::move(content));
}

profile::ReadFile ProfileFolder::reader() const {
    return [this](const std::string& file) -> Result<std::string> {
        const auto found = changed_.find(file);
        if (found != changed_.end() && !found->second) return Error{Errc::NotFound};
        if (found == changed_.end() && !std::filesystem::exists(path_ + "/" + file))
            return Error{Errc::NotFound};
        return text(file);
    };
}

profile::Profile ProfileFolder::load() const {
    std::vector<profile::ProfileFault> faults;
    auto loaded = profile::Profile::load(reader(), faults);
    INFO(report());
    REQUIRE(loaded);
    return std::move(*loaded);
}

std::vector<profile::ProfileFault> ProfileFolder::all_faults() const {
    std::vector<profile::ProfileFault> faults;
    const auto read = reader();
    const auto loaded = profile::Profile::load(read, faults);
    if (loaded) {
        const auto crossed = profile::cross_check(*loaded, read, shipped_text);
        faults.insert(faults.end(), crossed.begin(), crossed.end());
    } else {
        REQUIRE(std::any_of(faults.begin(), faults.end(),
                            [](const auto& fault) { return !fault.is_warning; }));
    }
    return faults;
}

std::vector<std::string> ProfileFolder::faults(bool with_warnings) const {
    std::vector<std::string> out;
    for (const auto& fault : all_faults())
        if (with_warnings || !fault.is_warning) out.push_back(place_of(fault));
    return out;
}

std::string ProfileFolder::report() const {
    std::string out;
    for (const auto& fault : all_faults())
        out += (fault.is_warning ? "warning " : "") + place_of(fault) + ": " + fault.text + "\n";
    return out;
}

bool has_fault(const std::vector<std::string>& faults, const std::string& file,
               const std::string& code) {
    return std::any_of(faults.begin(), faults.end(), [&](const std::string& fault) {
        return fault.rfind(file + ":", 0) == 0 && fault.size() > code.size() &&
               fault.substr(fault.size() - code.size() - 1) == " " + code;
    });
}

}  // namespace outpost::tests
