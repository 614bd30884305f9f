// fork and exec with files for the three streams.
#include "tests/e2e/run_program.h"

#include "core/json/reader.h"
#include "tests/support/files.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace outpost::tests {

namespace {

void redirect(const std::string& path, int flags, int descriptor) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0 || ::dup2(file, descriptor) < 0) ::_exit(126);
}

}  // namespace

std::vector<json::Document> ProgramResult::lines() const {
    std::vector<json::Document> documents;
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);) {
        auto document = json::read(line);
        if (!document) throw std::runtime_error("no JSON line: " + line);
        documents.push_back(std::move(document).value());
    }
    return documents;
}

ProgramResult run_outpost(const std::vector<std::string>& arguments, const std::string& input) {
    const TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(path("in"), std::ios::binary) << input;
    std::vector<std::string> words{OUTPOST_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child == 0) {
        redirect(path("in"), O_RDONLY, STDIN_FILENO);
        redirect(path("out"), O_WRONLY | O_CREAT, STDOUT_FILENO);
        redirect(path("err"), O_WRONLY | O_CREAT, STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid");
    ProgramResult result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    result.out = read_text(path("out"));
    result.err = read_text(path("err"));
    return result;
}

}  // namespace outpost::tests
