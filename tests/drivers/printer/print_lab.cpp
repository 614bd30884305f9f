// A print scheduler and printers of our own.
#include "tests/drivers/printer/print_lab.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace outpost::tests {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int patience_s = 60;
constexpr milliseconds step{30};

const char* const backend_script = R"text(#!/bin/sh
# argv: job user title copies options [file]; DEVICE_URI=sim:/folder
[ $# -eq 0 ] && { echo 'direct sim "Test" "Simulated printer"'; exit 0; }
D=${DEVICE_URI#sim:}
cat "${6:--}" > "$D/job-$1.doc"
until_changed() {
  n=0
  while [ -f "$D/mode" ] && read -r now < "$D/mode" && [ "$now" = "$mode" ] && [ $n -lt 1500 ]; do
    sleep 0.04; n=$((n+1))
  done
}
# As the backends of CUPS do: what the last job said is of no account.
echo "STATE: -media-empty-error,media-jam-error,offline-report" >&2
read -r mode arg < "$D/mode"
case $mode in
  empty)   echo "STATE: +media-empty-error" >&2; until_changed; echo "STATE: -media-empty-error" >&2;;
  jam)     echo "STATE: +media-jam-error" >&2; until_changed; echo "STATE: -media-jam-error" >&2;;
  offline) echo "STATE: +offline-report" >&2; until_changed; echo "STATE: -offline-report" >&2;;
  silent)  until_changed;;
  lost)    echo "STATE: +cups-ipp-missing-job-history" >&2;;
  exit)    exit "$arg";;
esac
exit 0
)text";

const char* const printer_script = R"text(#!/bin/sh
D=$(dirname "$0")
cp "$1" "$D/arrived-$$.doc"
until_changed() {
  n=0
  while [ -f "$D/mode" ] && read -r now < "$D/mode" && [ "$now" = "$mode" ] && [ $n -lt 1500 ]; do
    sleep 0.04; n=$((n+1))
  done
}
read -r mode < "$D/mode"
case $mode in
  empty)  echo "STATE: +media-empty" >&2; until_changed; echo "STATE: -media-empty" >&2;;
  jam)    echo "STATE: +media-jam" >&2; until_changed; echo "STATE: -media-jam" >&2;;
  silent) until_changed;;
  fail)   exit 1;;
esac
exit 0
)text";

// Takes PDF as it is: no filters between us and the backend.
const char* const plain_ppd = R"text(*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "SIM.PPD"
*Manufacturer: "Sim"
*Product: "(Sim)"
*ModelName: "Sim"
*ShortNickName: "Sim"
*NickName: "Sim"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Region: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "18 36 577 806"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*DefaultFont: Courier
*Font Courier: Standard "(1.0)" Standard ROM
)text";

// The access rules are those that the package comes with.
const char* const scheduler_settings = R"text(LogLevel info
Browsing No
WebInterface No
DefaultAuthType Basic
ErrorPolicy retry-job
JobRetryInterval 1
JobRetryLimit 30
MaxJobTime 120
<Location />
  Order deny,allow
  Allow from 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Hold-Job Release-Job Restart-Job Purge-Jobs Cancel-Jobs Close-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit CUPS-Add-Modify-Printer Pause-Printer Resume-Printer CUPS-Accept-Jobs CUPS-Reject-Jobs>
    AuthType Default
    Require user @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
)text";

std::string user_name() {
    const passwd* entry = ::getpwuid(::getuid());
    return ::getuid() == 0 || entry == nullptr ? "lp" : entry->pw_name;
}

std::string group_name() {
    const group* entry = ::getgrgid(::getgid());
    return ::getuid() == 0 || entry == nullptr ? "lp" : entry->gr_name;
}

void own(const fs::path& path) {
    if (::getuid() != 0) return;
    const passwd* entry = ::getpwnam("lp");
    if (entry == nullptr || ::chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0)
        throw std::runtime_error("cannot give a folder to user lp");
}

std::vector<fs::path> files_with(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == extension) found.push_back(entry.path());
    return found;
}

}  // namespace

LabProgram::LabProgram(const Words& command, const Words& environment,
                       const std::string& log_path) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    std::vector<char*> variables;
    for (const auto& word : environment) variables.push_back(const_cast<char*>(word.c_str()));
    variables.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ == 0) {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(127);
        const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        const int nothing = ::open("/dev/null", O_RDONLY);
        ::dup2(nothing, 0);
        ::dup2(log, 1);
        ::dup2(log, 2);
        ::execve(arguments.front(), arguments.data(), variables.data());
        ::_exit(127);
    }
    ::setpgid(pid_, pid_);
}

LabProgram& LabProgram::operator=(LabProgram&& other) noexcept {
    if (this != &other) {
        stop();
        std::swap(pid_, other.pid_);
    }
    return *this;
}

bool LabProgram::is_running() const {
    if (pid_ < 0) return false;
    if (::waitpid(pid_, nullptr, WNOHANG) == 0) return true;
    pid_ = -1;
    return false;
}

void LabProgram::stop() {
    if (pid_ < 0) return;
    const pid_t group = pid_;
    ::kill(group, SIGTERM);
    for (int k = 0; k < 100 && is_running(); ++k) std::this_thread::sleep_for(step);
    ::kill(-group, SIGKILL);
    if (pid_ >= 0) ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void LabProgram::kill() {
    if (pid_ < 0) return;
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

int LabProgram::exit_code() {
    int status = 0;
    const bool is_ended =
        becomes_true([&] { return pid_ < 0 || ::waitpid(pid_, &status, WNOHANG) != 0; });
    if (!is_ended) return -1;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool becomes_true(const std::function<bool()>& condition) {
    const auto end = steady_clock::now() + std::chrono::seconds(patience_s);
    while (!condition()) {
        if (steady_clock::now() > end) return false;
        std::this_thread::sleep_for(step);
    }
    return true;
}

int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const auto generic = static_cast<sockaddr*>(static_cast<void*>(&address));
    const bool is_bound =
        ::bind(socket, generic, length) == 0 && ::getsockname(socket, generic, &length) == 0;
    ::close(socket);
    if (!is_bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

void write_text(const fs::path& path, const std::string& text) {
    // A reader sees the old text or the new one.
    const auto unfinished = path.string() + ".new";
    std::ofstream(unfinished, std::ios::binary) << text;
    fs::rename(unfinished, path);
}

bool program_present(const std::string& path, const char* what_is_skipped) {
    if (::access(path.c_str(), X_OK) == 0) return true;
    std::cerr << "SKIPPED: " << path << " is not installed: " << what_is_skipped << '\n';
    return false;
}

bool ipp_printing_present(const char* what_is_skipped) {
    return program_present("/usr/sbin/cupsd", what_is_skipped) &&
           program_present("/usr/sbin/ippeveprinter", what_is_skipped) &&
           program_present("/usr/lib/cups/filter/pdftopdf", what_is_skipped);
}

Bytes small_pdf(const std::string& remark) {
    const std::string drawing = "0 0 0 rg 100 100 200 200 re f % " + remark + "\n";
    const std::vector<std::string> objects = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents 4 0 R/Resources<<>>>>",
        "<</Length " + std::to_string(drawing.size()) + ">>\nstream\n" + drawing + "endstream"};
    std::string pdf = "%PDF-1.4\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t k = 0; k < objects.size(); ++k) {
        const auto at = std::to_string(pdf.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        pdf += std::to_string(k + 1) + " 0 obj\n" + objects[k] + "\nendobj\n";
    }
    const auto table_at = pdf.size();
    pdf += "xref\n0 5\n" + table + "trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n" +
           std::to_string(table_at) + "\n%%EOF\n";
    return to_bytes(as_bytes(pdf));
}

UtcInstant SteadyClock::now() const {
    return {};
}

std::int64_t SteadyClock::monotonic_us() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               steady_clock::now().time_since_epoch())
        .count();
}

PrivateCups::PrivateCups() : port_(free_port()) {
    const auto root_folder = root();
    fs::permissions(root_folder, fs::perms(0755));  // user lp must pass
    for (const char* name : {"etc", "spool/tmp", "cache", "state", "log", "bin/backend", "device"})
        fs::create_directories(root_folder / name);
    for (const char* name :
         {"filter", "daemon", "cgi-bin", "notifier", "monitor", "driver", "command"})
        fs::create_symlink(fs::path("/usr/lib/cups") / name, root_folder / "bin" / name);
    for (const char* name : {"ipp", "ipps"})
        fs::create_symlink(fs::path("/usr/lib/cups/backend") / name,
                           root_folder / "bin/backend" / name);
    write_text(root_folder / "bin/backend/sim", backend_script);
    fs::permissions(root_folder / "bin/backend/sim", fs::perms(0755));
    write_text(root_folder / "sim.ppd", plain_ppd);
    set_mode("ok");
    const auto r = root_folder.string();
    write_text(root_folder / "etc/cupsd.conf", "Listen 127.0.0.1:" + std::to_string(port_) +
                                                   "\nListen " + server() + "\n" +
                                                   scheduler_settings);
    write_text(root_folder / "etc/cups-files.conf",
               "ServerRoot " + r + "/etc\nRequestRoot " + r + "/spool\nTempDir " + r +
                   "/spool/tmp\nCacheDir " + r + "/cache\nStateDir " + r +
                   "/state\nDataDir /usr/share/cups\nServerBin " + r + "/bin\nAccessLog " + r +
                   "/log/access_log\nErrorLog " + r + "/log/error_log\nPageLog " + r +
                   "/log/page_log\nUser " + user_name() + "\nGroup " + group_name() +
                   "\nSystemGroup " + (::getuid() == 0 ? "root" : group_name()) + "\n");
    fs::permissions(root_folder / "spool/tmp", fs::perms(01770));
    for (const char* name : {"spool/tmp", "cache", "device"}) own(root_folder / name);
    start();
}

void PrivateCups::start() {
    const auto etc = root() / "etc";
    scheduler_ = LabProgram(
        {"/usr/sbin/cupsd", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf", "-f"},
        {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"}, root() / "log/stdout");
    const bool is_up = becomes_true([&] {
        LabProgram ask({"/usr/bin/lpstat", "-h", server(), "-r"}, {"LC_ALL=C"},
                       root() / "log/lpstat");
        ask.exit_code();
        return read_text(root() / "log/lpstat").find("is running") != std::string::npos;
    });
    fs::remove(root() / "log/lpstat");
    if (!is_up) throw std::runtime_error("cupsd does not start: " + log_end());
}

void PrivateCups::forget_jobs() {
    stop();
    for (const auto& entry : fs::directory_iterator(root() / "spool"))
        if (entry.is_regular_file()) fs::remove(entry.path());
    fs::remove(root() / "cache/job.cache");
    start();
}

void PrivateCups::admin(const Words& command) const {
    LabProgram program(command,
                       {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C", "HOME=" + root().string(),
                        "CUPS_SERVER=" + server()},
                       root() / "log/admin");
    if (program.exit_code() != 0)
        throw std::runtime_error(command.front() + " failed: " + read_text(root() / "log/admin") +
                                 log_end());
}

void PrivateCups::add_sim_queue(const std::string& queue) {
    admin({"/usr/sbin/lpadmin", "-p", queue, "-E", "-v", "sim:" + device().string(), "-P",
           root() / "sim.ppd"});
    if (!becomes_true([&] { return fs::exists(root() / "etc/ppd" / (queue + ".ppd")); }))
        throw std::runtime_error("no PPD for the queue");
}

void PrivateCups::add_ipp_queue(const std::string& queue, int port) {
    admin({"/usr/sbin/lpadmin", "-p", queue, "-E", "-v",
           "ipp://localhost:" + std::to_string(port) + "/ipp/print", "-m", "everywhere"});
    if (!becomes_true([&] { return fs::exists(root() / "etc/ppd" / (queue + ".ppd")); }))
        throw std::runtime_error("no PPD for the queue");
}

std::vector<fs::path> PrivateCups::documents() const {
    return files_with(device(), ".doc");
}

std::string PrivateCups::log_end() const {
    constexpr std::size_t shown_bytes = 3000;
    const auto path = root() / "log/error_log";
    if (!fs::exists(path)) return "(no log)";
    const auto log = read_text(path);
    return log.substr(log.size() - std::min(log.size(), shown_bytes));
}

SimulatedPrinter::SimulatedPrinter(const fs::path& folder) : folder_(folder), port_(free_port()) {
    fs::create_directories(folder_ / "spool");
    write_text(folder_ / "print.sh", printer_script);
    fs::permissions(folder_ / "print.sh", fs::perms(0755));
    set_mode("ok");
    start();
}

void SimulatedPrinter::start() {
    const auto log = folder_ / "ippeve.log";
    fs::remove(log);
    program_ =
        LabProgram({"/usr/sbin/ippeveprinter", "--no-web-forms", "-v", "-p", std::to_string(port_),
                    "-n", "localhost", "-r", "off", "-f", "application/pdf", "-d",
                    folder_ / "spool", "-c", folder_ / "print.sh", "Test Printer"},
                   {"PATH=/usr/bin:/bin", "LC_ALL=C", std::string("LD_PRELOAD=") + OUTPOST_NO_AVAHI,
                    "HOME=" + folder_.string()},
                   log);
    const bool is_up = becomes_true([&] {
        return fs::exists(log) && read_text(log).find("printer-uri-supported") != std::string::npos;
    });
    if (!is_up) throw std::runtime_error("ippeveprinter does not start");
}

std::vector<fs::path> SimulatedPrinter::documents() const {
    return files_with(folder_, ".doc");
}

int SimulatedPrinter::job_count() const {
    return static_cast<int>(documents().size());
}

}  // namespace outpost::tests
