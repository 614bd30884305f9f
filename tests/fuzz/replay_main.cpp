// Runs a fuzz target over a folder of seeds: fuzz_replay_<name> FOLDER EXPECTED_NUMBER_OF_FILES
#include "tests/fuzz/fuzz.h"
#include "tests/support/files.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

int replay(const std::filesystem::path& folder, std::size_t expected) {
    const auto files = files_of(folder);
    if (files.size() != expected || files.empty()) {
        std::fprintf(stderr, "%s: %zu seeds, expected %zu (and at least one)\n", folder.c_str(),
                     files.size(), expected);
        return 1;
    }
    for (const auto& file : files) {
        std::printf("%s\n", file.filename().c_str());
        std::fflush(stdout);  // the last name printed is the one that ended the process
        const auto bytes = outpost::tests::read_bytes(file);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        return replay(argv[1], std::stoul(argv[2]));
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
