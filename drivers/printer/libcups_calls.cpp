// CUPS by libcups: the one file that includes it. Requests are built by hand and sent over a
// connection of our own, since the library's shared one waits up to a minute for an answer.
#include "drivers/printer/cups_calls.h"
#include "drivers/printer/print_names.h"
#include "drivers/printer/socket_deadline.h"

#include <cups/cups.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

namespace outpost {

namespace {

constexpr int strings_max = 64;  // reasons that are looked at
constexpr std::size_t jobs_max = 100'000;
constexpr std::size_t step_bytes = 64 * 1024;

struct CloseHttp {
    void operator()(http_t* http) const { httpClose(http); }
};
using HttpHandle = std::unique_ptr<http_t, CloseHttp>;
struct DeleteIpp {
    void operator()(ipp_t* message) const { ippDelete(message); }
};
using IppHandle = std::unique_ptr<ipp_t, DeleteIpp>;

struct Address {
    std::string host;  // or the path of a socket
    int port = 0;
    std::string resource;
    bool is_secure = false;
    std::int64_t connect_ms = 0;
    std::int64_t answer_ms = 0;
};

Error no_answer() {
    return {Errc::Unavailable, 0, "the print scheduler does not answer"};
}

/// Never a question on a terminal.
const char* no_password(const char* /*prompt*/, http_t* /*http*/, const char* /*method*/,
                        const char* /*resource*/, void* /*data*/) {
    return nullptr;
}

int give_up(http_t* /*http*/, void* /*data*/) {
    return 0;
}

HttpHandle connect_to(const Address& address) {
    cupsSetPasswordCB2(no_password, nullptr);
    const auto encryption =
        address.is_secure ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
    HttpHandle http(httpConnect2(address.host.c_str(), address.port, nullptr, AF_UNSPEC, encryption,
                                 1, static_cast<int>(address.connect_ms), nullptr));
    if (http)
        httpSetTimeout(http.get(), static_cast<double>(address.answer_ms) / 1000.0, give_up,
                       nullptr);
    return http;
}

void add_text(ipp_t* request, ipp_tag_t group, ipp_tag_t kind, const char* name,
              const std::string& text) {
    ippAddString(request, group, kind, name, nullptr, text.c_str());
}

void add_wanted(ipp_t* request, const std::vector<const char*>& names) {
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(names.size()), nullptr, names.data());
}

/// A request about a printer, a queue or the whole scheduler.
IppHandle new_request(ipp_op_t operation, const std::string& uri) {
    IppHandle request(ippNewRequest(operation));
    add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", uri);
    // The account's name, not a person's: by it CUPS knows whose jobs may be seen and cancelled.
    add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", cupsUser());
    return request;
}

/// A request about the device; what stands behind the question mark is for CUPS's backend.
IppHandle device_request(ipp_op_t operation, const std::string& device_uri) {
    return new_request(operation, device_uri.substr(0, device_uri.find('?')));
}

std::string text_of(ipp_attribute_t* attribute, int index = 0) {
    if (attribute == nullptr || index >= ippGetCount(attribute)) return {};
    const char* text = ippGetString(attribute, index, nullptr);
    return text == nullptr ? std::string() : std::string(text);
}

std::string text_of(ipp_t* answer, const char* name) {
    return text_of(ippFindAttribute(answer, name, IPP_TAG_ZERO));
}

std::vector<std::string> texts_of(ipp_t* answer, const char* name) {
    std::vector<std::string> texts;
    ipp_attribute_t* attribute = ippFindAttribute(answer, name, IPP_TAG_KEYWORD);
    const int count = attribute == nullptr ? 0 : std::min(ippGetCount(attribute), strings_max);
    for (int k = 0; k < count; ++k) {
        auto text = text_of(attribute, k);
        if (!text.empty() && text != "none") texts.push_back(std::move(text));
    }
    return texts;
}

/// The number of an integer or enum, or -1.
int number_of(ipp_attribute_t* attribute) {
    if (attribute == nullptr) return -1;
    const auto kind = ippGetValueTag(attribute);
    if (kind != IPP_TAG_INTEGER && kind != IPP_TAG_ENUM) return -1;
    return ippGetInteger(attribute, 0);
}

int number_of(ipp_t* answer, const char* name) {
    return number_of(ippFindAttribute(answer, name, IPP_TAG_ZERO));
}

/// The attributes of one job in an answer that has many.
using JobGroup = std::vector<ipp_attribute_t*>;

/// Jobs are groups of attributes; an attribute without a name parts them.
Result<std::vector<JobGroup>> job_groups(ipp_t* answer) {
    std::vector<JobGroup> groups(1);
    for (ipp_attribute_t* attribute = ippFirstAttribute(answer); attribute != nullptr;
         attribute = ippNextAttribute(answer)) {
        const bool is_of_job =
            ippGetName(attribute) != nullptr && ippGetGroupTag(attribute) == IPP_TAG_JOB;
        if (is_of_job)
            groups.back().push_back(attribute);
        else if (!groups.back().empty())
            groups.emplace_back();
        if (groups.size() > jobs_max) return Error{Errc::BadSyntax, 0, "too many jobs"};
    }
    return groups;
}

ipp_attribute_t* named(const JobGroup& group, std::string_view name) {
    const auto at = std::find_if(group.begin(), group.end(), [&](ipp_attribute_t* attribute) {
        return ippGetName(attribute) == name;
    });
    return at == group.end() ? nullptr : *at;
}

int number_of(const JobGroup& group, std::string_view name) {
    return number_of(named(group, name));
}

Error error_of(ipp_status_t status) {
    switch (status) {
        case IPP_STATUS_ERROR_NOT_FOUND:
        case IPP_STATUS_ERROR_GONE:
            return {Errc::NotFound, 0, "no such queue or job"};
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
            return {Errc::Unavailable, 0, "the queue accepts no jobs"};
        case IPP_STATUS_ERROR_BAD_REQUEST:
        case IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES:
        case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
        case IPP_STATUS_ERROR_REQUEST_ENTITY:
            return {Errc::BadValue, 0, "the scheduler refuses the job"};
        default:
            return {Errc::Unavailable, 0, "the scheduler refuses"};
    }
}

Result<IppHandle> checked(IppHandle answer, bool is_over) {
    if (!answer) {
        if (is_over) return Error{Errc::Timeout, 0, "no answer in time"};
        return no_answer();
    }
    const auto status = ippGetStatusCode(answer.get());
    if (status >= IPP_STATUS_REDIRECTION_OTHER_SITE) return error_of(status);
    return answer;
}

Result<IppHandle> ask(const Address& address, IppHandle request) {
    const auto http = connect_to(address);
    if (!http) return no_answer();
    SocketDeadline deadline(httpGetFd(http.get()), std::chrono::milliseconds(address.answer_ms));
    IppHandle answer(cupsDoRequest(http.get(), request.release(), address.resource.c_str()));
    return checked(std::move(answer), deadline.is_over());
}

/// A request with a document behind it.
Result<IppHandle> ask_with(const Address& address, const IppHandle& request, ByteView document) {
    const auto http = connect_to(address);
    if (!http) return no_answer();
    SocketDeadline deadline(httpGetFd(http.get()), std::chrono::milliseconds(address.answer_ms));
    const auto length = ippLength(request.get()) + document.size();
    auto status = cupsSendRequest(http.get(), request.get(), address.resource.c_str(), length);
    while (status == HTTP_STATUS_CONTINUE && !document.empty()) {
        const auto step = document.first(std::min(document.size(), step_bytes));
        status = cupsWriteRequestData(http.get(), as_text(step).data(), step.size());
        document = document.subspan(step.size());
    }
    // A connection that fails before the last byte is out makes no job: CUPS drops half a request.
    if (!document.empty() && status != HTTP_STATUS_OK) return no_answer();
    IppHandle answer(cupsGetResponse(http.get(), address.resource.c_str()));
    if (!answer) return Error{Errc::Timeout, 0, "the job was sent, but no answer came"};
    return checked(std::move(answer), deadline.is_over());
}

Result<QueueFacts> queue_facts(ipp_t* answer) {
    const int state = number_of(answer, "printer-state");
    if (state < 3 || state > 5) return Error{Errc::BadSyntax, 0, "printer-state"};
    QueueFacts facts;
    facts.state = static_cast<QueueState>(state);
    ipp_attribute_t* accepts =
        ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    facts.accepts_jobs = accepts == nullptr || ippGetBoolean(accepts, 0) != 0;
    facts.reasons = texts_of(answer, "printer-state-reasons");
    facts.message = text_of(answer, "printer-state-message");
    facts.device_uri = text_of(answer, "device-uri");
    return facts;
}

bool is_job_state(int state) {
    return state >= 3 && state <= 9;
}

Result<JobFacts> job_facts(ipp_t* answer) {
    const int state = number_of(answer, "job-state");
    if (!is_job_state(state)) return Error{Errc::BadSyntax, 0, "job-state"};
    JobFacts facts;
    facts.state = static_cast<JobState>(state);
    facts.reasons = texts_of(answer, "job-state-reasons");
    facts.message = text_of(answer, "job-printer-state-message");
    facts.name = text_of(answer, "job-name");
    facts.has_begun = number_of(answer, "time-at-processing") > 0;
    return facts;
}

/// Where the device answers IPP itself, or nothing.
std::optional<Address> device_address(const std::string& uri, std::int64_t limit_ms) {
    std::array<char, 32> scheme{};
    std::array<char, 256> user{};
    std::array<char, 256> host{};
    std::array<char, 1024> resource{};
    Address address;
    const auto status = httpSeparateURI(
        HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), static_cast<int>(scheme.size()),
        user.data(), static_cast<int>(user.size()), host.data(), static_cast<int>(host.size()),
        &address.port, resource.data(), static_cast<int>(resource.size()));
    const std::string_view scheme_word = scheme.data();
    if (status < HTTP_URI_STATUS_OK || (scheme_word != "ipp" && scheme_word != "ipps"))
        return std::nullopt;
    address.host = host.data();
    address.resource = resource.data();
    address.resource = address.resource.substr(0, address.resource.find('?'));
    address.is_secure = scheme_word == "ipps";
    address.connect_ms = limit_ms;
    address.answer_ms = limit_ms;
    return address;
}

class LibcupsCalls final : public CupsCalls {
  public:
    LibcupsCalls(CupsServer server, Address address)
        : server_(std::move(server)), address_(std::move(address)) {}

    Result<int> print(const PrintJob& job) override {
        const auto request = new_request(IPP_OP_PRINT_JOB, queue_uri());
        add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", job.name);
        add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format",
                 CUPS_FORMAT_PDF);
        add_text(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", job.media);
        // The symbol's modules are whole printer dots. (ipp-attribute-fidelity would be wrong here:
        // the filters of Debian 12 take it as "scale to fit".)
        add_text(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", "none");
        add_text(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", "one-sided");
        ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
        auto address = address_;
        address.answer_ms = 3 * server_.answer_ms;
        address.resource = "/printers/" + server_.queue;
        OUTPOST_TRY(const auto answer, ask_with(address, request, job.pdf));
        const int number = number_of(answer.get(), "job-id");
        if (number <= 0) return Error{Errc::Timeout, 0, "the job was sent, but has no number"};
        return number;
    }

    Result<JobFacts> job(int number) override {
        auto request = job_request(IPP_OP_GET_JOB_ATTRIBUTES, number);
        add_wanted(request.get(), {"job-state", "job-state-reasons", "job-printer-state-message",
                                   "job-name", "time-at-processing"});
        OUTPOST_TRY(const auto answer, ask(address_, std::move(request)));
        return job_facts(answer.get());
    }

    Result<QueueFacts> queue() override {
        auto request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue_uri());
        add_wanted(request.get(), {"printer-state", "printer-state-reasons", "device-uri",
                                   "printer-state-message", "printer-is-accepting-jobs"});
        OUTPOST_TRY(const auto answer, ask(address_, std::move(request)));
        return queue_facts(answer.get());
    }

    Result<std::vector<JobEntry>> jobs(int first) override;

    Result<void> cancel(int number) override {
        auto address = address_;
        address.resource = "/jobs/";
        OUTPOST_TRY(const auto answer, ask(address, job_request(IPP_OP_CANCEL_JOB, number)));
        return {};
    }

    Result<QueueFacts> device(const std::string& device_uri) override {
        const auto address = device_address(device_uri, server_.device_ms);
        if (!address) return Error{Errc::Unsupported, 0, "the device speaks no IPP"};
        auto request = device_request(IPP_OP_GET_PRINTER_ATTRIBUTES, device_uri);
        add_wanted(request.get(), {"printer-state", "printer-state-reasons",
                                   "printer-state-message", "printer-is-accepting-jobs"});
        OUTPOST_TRY(const auto answer, ask(*address, std::move(request)));
        return queue_facts(answer.get());
    }

    Result<JobState> device_job(const std::string& device_uri, const std::string& name) override;

  private:
    [[nodiscard]] std::string queue_uri() const {
        return "ipp://localhost/printers/" + server_.queue;
    }
    [[nodiscard]] IppHandle job_request(ipp_op_t operation, int number) const {
        auto request = new_request(operation, queue_uri());
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", number);
        return request;
    }

    CupsServer server_;
    Address address_;
};

Result<std::vector<JobEntry>> LibcupsCalls::jobs(int first) {
    auto request = new_request(IPP_OP_GET_JOBS, "ipp://localhost/");
    add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", "all");
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "first-job-id",
                  std::max(first, 1));
    add_wanted(request.get(), {"job-id", "job-name", "job-uuid", "job-printer-uri"});
    OUTPOST_TRY(const auto answer, ask(address_, std::move(request)));
    const auto our_end = "/printers/" + server_.queue;
    std::vector<JobEntry> jobs;
    OUTPOST_TRY(const auto groups, job_groups(answer.get()));
    for (const auto& group : groups) {
        JobEntry job;
        job.number = number_of(group, "job-id");
        job.name = text_of(named(group, "job-name"));
        job.uuid = text_of(named(group, "job-uuid"));
        job.is_in_queue = text_of(named(group, "job-printer-uri")).ends_with(our_end);
        if (job.number >= std::max(first, 1)) jobs.push_back(std::move(job));
    }
    std::sort(jobs.begin(), jobs.end(),
              [](const auto& left, const auto& right) { return left.number < right.number; });
    return jobs;
}

Result<JobState> LibcupsCalls::device_job(const std::string& device_uri, const std::string& name) {
    const auto address = device_address(device_uri, server_.device_ms);
    if (!address) return Error{Errc::Unsupported, 0, "the device speaks no IPP"};
    auto request = device_request(IPP_OP_GET_JOBS, device_uri);
    add_text(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", "completed");
    add_wanted(request.get(), {"job-id", "job-name", "job-state"});
    OUTPOST_TRY(const auto answer, ask(*address, std::move(request)));
    OUTPOST_TRY(const auto groups, job_groups(answer.get()));
    int newest = 0;
    int state = 0;
    for (const auto& group : groups) {
        const int number = number_of(group, "job-id");
        if (number <= newest || text_of(named(group, "job-name")) != name) continue;
        newest = number;
        state = number_of(group, "job-state");
    }
    if (newest == 0) return Error{Errc::NotFound, 0, "the device does not know the job"};
    if (!is_job_state(state)) return Error{Errc::BadSyntax, 0, "job-state"};
    return static_cast<JobState>(state);
}

/// "host", "host:port", "[::1]:port", "/path".
Result<Address> server_address(const CupsServer& server) {
    Address address{cupsServer(), ippPort(), "/", false, server.connect_ms, server.answer_ms};
    if (server.server.empty()) return address;
    address.host = server.server;
    const auto colon = server.server.rfind(':');
    if (server.server.front() == '/' || colon == std::string::npos) return address;
    const auto end = server.server.data() + server.server.size();
    const auto parsed = std::from_chars(server.server.data() + colon + 1, end, address.port);
    if (parsed.ec != std::errc() || parsed.ptr != end || address.port < 1 || address.port > 65535)
        return Error{Errc::BadValue, 0, "print server"};
    address.host = server.server.substr(0, colon);
    return address;
}

}  // namespace

Result<std::unique_ptr<CupsCalls>> open_cups(CupsServer server) {
    if (!is_queue_name(server.queue)) return Error{Errc::BadValue, 0, "queue name"};
    OUTPOST_TRY(auto address, server_address(server));
    return std::unique_ptr<CupsCalls>(
        std::make_unique<LibcupsCalls>(std::move(server), std::move(address)));
}

}  // namespace outpost
