// Reads whole files; throws (and so fails the test) when one is missing.
#include "tests/support/files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace outpost::tests {

std::string read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("test file is missing: " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
    const auto text = read_text(path);
    return {text.begin(), text.end()};
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::filesystem::path> files_with(const std::filesystem::path& folder,
                                              const std::vector<std::string>& words) {
    std::vector<std::filesystem::path> found;
    for (const auto& path : files_below(folder)) {
        const auto text = read_text(path);
        if (std::any_of(words.begin(), words.end(),
                        [&](const auto& word) { return text.find(word) != std::string::npos; }))
            found.push_back(path);
    }
    return found;
}

std::filesystem::path source_dir() {
    return OUTPOST_SOURCE_DIR;
}
std::filesystem::path data_dir() {
    return source_dir() / "tests" / "data";
}

TemporaryFolder::TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "outpost-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace outpost::tests
