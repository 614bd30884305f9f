// A profile folder for tests: the shipped one with some files replaced.
#pragma once

#include "core/profile/profile.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

class ProfileFolder {
  public:
    /// The folder assets/profiles/vaccination, or another one.
    ProfileFolder();
    explicit ProfileFolder(std::string path);

    /// As it is now.
    [[nodiscard]] std::string text(const std::string& file) const;
    void set(const std::string& file, std::string text) { changed_[file] = std::move(text); }
    void remove(const std::string& file) { changed_[file] = std::nullopt; }
    /// Replaces the one place where `from` stands; the test fails when there is none or another.
    void edit(const std::string& file, std::string_view from, std::string_view to);

    [[nodiscard]] profile::ReadFile reader() const;
    /// Fails the test, with the faults, when it can not be loaded.
    [[nodiscard]] profile::Profile load() const;
    /// "file:line code" of each fault of loading and, when it loads, of the cross check.
    [[nodiscard]] std::vector<std::string> faults(bool with_warnings = false) const;
    /// The same with texts, for messages.
    [[nodiscard]] std::string report() const;

  private:
    [[nodiscard]] std::vector<profile::ProfileFault> all_faults() const;

    std::string path_;
    std::map<std::string, std::optional<std::string>> changed_;
};

/// Whether one of the lines is "FILE:LINE CODE"; LINE 0 stands for any line.
bool has_fault(const std::vector<std::string>& faults, const std::string& file,
               const std::string& code);

}  // namespace outpost::tests
