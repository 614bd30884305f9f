// fork and exec with files for the three streams.
#include "tests/e2e/run_program.h"

#include "core/json/reader.h"
#include "tests/support/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
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

namespace {

/// Starts the program with its streams in the folder's files in, out and err.
pid_t start(const std::string& program, const std::filesystem::path& folder,
            const std::vector<std::string>& arguments,
            const std::vector<std::string>& environment) {
    const auto path = [&](const char* name) { return (folder / name).string(); };
    std::vector<std::string> words{program};
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
        for (const auto& variable : environment) ::putenv(::strdup(variable.c_str()));
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    return child;
}

int code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int end_of(pid_t child) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid");
    return code_of(status);
}

ProgramResult run(const std::string& program, const std::vector<std::string>& arguments,
                  const std::string& input, const std::vector<std::string>& environment) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "in", std::ios::binary) << input;
    ProgramResult result;
    result.exit_code = end_of(start(program, folder.path(), arguments, environment));
    result.out = read_text(folder.path() / "out");
    result.err = read_text(folder.path() / "err");
    return result;
}

}  // namespace

std::string kiosk_program() {
    return OUTPOST_KIOSK_PROGRAM;
}

ProgramResult run_outpost(const std::vector<std::string>& arguments, const std::string& input,
                          const std::vector<std::string>& environment) {
    return run(OUTPOST_PROGRAM, arguments, input, environment);
}

ProgramResult run_kiosk(const std::vector<std::string>& arguments) {
    return run(OUTPOST_KIOSK_PROGRAM, arguments, {}, {});
}

ProgramResult run_other(const std::string& program, const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment) {
    return run(program, arguments, {}, environment);
}

RunningProgram::RunningProgram(const std::vector<std::string>& arguments)
    : RunningProgram(OUTPOST_PROGRAM, arguments, {}) {}

RunningProgram::RunningProgram(const std::string& program,
                               const std::vector<std::string>& arguments,
                               const std::vector<std::string>& environment) {
    std::ofstream(folder_.path() / "in", std::ios::binary);
    child_ = start(program, folder_.path(), arguments, environment);
}

bool RunningProgram::is_running() {
    if (child_ <= 0) return false;
    int status = 0;
    if (::waitpid(child_, &status, WNOHANG) == 0) return true;
    ended_with_ = code_of(status);
    child_ = 0;
    return false;
}

RunningProgram::~RunningProgram() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    static_cast<void>(end_of(child_));
}

std::string RunningProgram::out() const {
    const auto path = folder_.path() / "out";
    return std::filesystem::exists(path) ? read_text(path) : std::string();
}

std::string RunningProgram::err() const {
    const auto path = folder_.path() / "err";
    return std::filesystem::exists(path) ? read_text(path) : std::string();
}

int RunningProgram::stop() {
    if (!is_running()) return ended_with_;
    ::kill(child_, SIGTERM);
    const int code = end_of(child_);
    child_ = 0;
    return code;
}

}  // namespace outpost::tests
