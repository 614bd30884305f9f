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
