// Whole files for tests. A missing file fails the test that asks for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace outpost::tests {

std::string read_text(const std::filesystem::path& path);
std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path);

/// A folder inside the source tree: source_dir() / "tests/data".
std::filesystem::path source_dir();
std::filesystem::path data_dir();

/// Plain files below a folder, at any depth, sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);
/// Those in which one of the words stands.
std::vector<std::filesystem::path> files_with(const std::filesystem::path& folder,
                                              const std::vector<std::string>& words);

/// A fresh folder that goes with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace outpost::tests
