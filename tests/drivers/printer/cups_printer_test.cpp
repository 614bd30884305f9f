// CupsPrinter with scripted calls: order of steps, time, and answers that a scheduler seldom gives.
#include "drivers/printer/cups_printer.h"

#include "tests/drivers/printer/print_lab.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <atomic>
#include <thread>

using namespace outpost;
using namespace outpost::tests;

namespace {

struct Script {
    std::optional<Error> print_error;
    std::optional<Error> queue_error;
    std::optional<Error> jobs_error;
    std::optional<Error> device_error;
    std::optional<JobState> device_job;
    QueueFacts queue;
    std::vector<JobEntry> jobs = {{1, "old-1", "urn:uuid:1", true}};
    JobFacts job{JobState::Processing, {}, "", "a-1", true};
    bool is_made = true;  // an error of print() comes after the job was made
    int prints = 0;
    int device_calls = 0;
    int device_job_calls = 0;
    int first_asked = -1;
    std::string attempts_at_print;
};

class ScriptedCalls final : public CupsCalls {
  public:
    ScriptedCalls(Script& script, MemoryFileStore& store) : script_(&script), store_(&store) {}

    Result<int> print(const PrintJob& job) override {
        ++script_->prints;
        const auto file = store_->read("attempts", 1'000'000);
        if (file) script_->attempts_at_print = std::string(as_text(*file));
        const int number = script_->jobs.empty() ? 1 : script_->jobs.back().number + 1;
        if (script_->is_made)
            script_->jobs.push_back({number, job.name, "urn:uuid:" + std::to_string(number), true});
        if (script_->print_error) return *script_->print_error;
        return number;
    }
    Result<JobFacts> job(int /*number*/) override { return script_->job; }
    Result<QueueFacts> queue() override {
        if (script_->queue_error) return *script_->queue_error;
        return script_->queue;
    }
    Result<std::vector<JobEntry>> jobs(int first) override {
        script_->first_asked = first;
        if (script_->jobs_error) return *script_->jobs_error;
        std::vector<JobEntry> found;
        for (const auto& job : script_->jobs)
            if (job.number >= first) found.push_back(job);
        return found;
    }
    Result<void> cancel(int /*number*/) override { return {}; }
    Result<QueueFacts> device(const std::string& /*uri*/) override {
        ++script_->device_calls;
        if (script_->device_error) return *script_->device_error;
        return QueueFacts{};
    }
    Result<JobState> device_job(const std::string& /*uri*/, const std::string& /*name*/) override {
        ++script_->device_job_calls;
        if (!script_->device_job) return Error{Errc::NotFound, 0, "no such job"};
        return *script_->device_job;
    }

  private:
    Script* script_;
    MemoryFileStore* store_;
};

struct Bench {
    Script script;
    MemoryFileStore store;
    ManualClock clock;
    CupsOptions options;
    Bytes pdf = small_pdf("x");

    Bench() {
        options.attempts_path = "attempts";
        options.limits = {1'000, 60'000};
        options.device_every_ms = 500;
    }
    CupsPrinter printer() {
        return CupsPrinter(options, std::make_unique<ScriptedCalls>(script, store), store, clock);
    }
    Result<PrintTicket> send(const std::string& name) {
        auto fresh = printer();
        return fresh.send({name, pdf, 210, 297});
    }
};

}  // namespace

TEST_CASE("cups printer: the attempt is on disk before the job is sent", "[printer]") {
    Bench bench;
    const auto ticket = bench.send("a-1");
    REQUIRE(ticket);
    CHECK(ticket->job == "2");
    CHECK(bench.script.attempts_at_print == "a-1 1 urn:uuid:1\n");
    CHECK(bench.script.prints == 1);
    REQUIRE(bench.send("a-1"));
    CHECK(bench.script.prints == 1);
    CHECK(bench.script.first_asked == 1);  // no further back than the attempt

    bench.store.fail_after(0);
    CHECK(bench.send("b-1").error().code == Errc::Io);
    CHECK(bench.script.prints == 1);
}

TEST_CASE("cups printer: no answer to a job is followed up, never repeated", "[printer]") {
    Bench bench;
    bench.script.print_error = Error{Errc::Timeout, 0, "no answer"};
    CHECK(bench.send("made-1").error().code == Errc::Timeout);
    const auto found = bench.printer().find("made-1");
    CHECK(found.sent == Sent::Yes);
    CHECK(found.ticket.job == "2");
    REQUIRE(bench.send("made-1"));
    CHECK(bench.script.prints == 1);

    bench.script.is_made = false;
    CHECK(bench.send("not-made-1").error().code == Errc::Timeout);
    CHECK(bench.printer().find("not-made-1").sent == Sent::No);
    bench.script.print_error.reset();
    bench.script.is_made = true;
    REQUIRE(bench.send("not-made-1"));
    CHECK(bench.script.prints == 3);

    bench.script.print_error = Error{Errc::Timeout, 0, "no answer"};
    bench.script.is_made = false;
    CHECK(bench.send("gone-1").error().code == Errc::Timeout);
    bench.script.jobs = {{9, "another-1", "urn:uuid:9", true}};  // the history was cut
    CHECK(bench.printer().find("gone-1").sent == Sent::CannotTell);
    CHECK(bench.send("gone-1").error().code == Errc::Timeout);
    CHECK(bench.script.prints == 4);
}

TEST_CASE("cups printer: without an answer or a memory there is no No", "[printer]") {
    Bench bench;
    CHECK(bench.printer().find("a-1").sent == Sent::No);
    CHECK(bench.printer().find("../x").sent == Sent::No);
    bench.script.jobs_error = Error{Errc::Unavailable, 0, "down"};
    CHECK(bench.printer().find("a-1").sent == Sent::CannotTell);
    CHECK(bench.send("a-1").error().code == Errc::Unavailable);
    bench.script.jobs_error.reset();
    REQUIRE(bench.store.write_atomically("attempts", as_bytes("rubbish")));
    CHECK(bench.printer().find("a-1").sent == Sent::CannotTell);
    CHECK(bench.send("a-1").error().code == Errc::BadSyntax);
    CHECK(bench.script.prints == 0);
    bench.options.attempts_path.clear();
    CHECK(bench.printer().find("a-1").sent == Sent::CannotTell);
    CHECK(bench.printer().find("old-1").sent == Sent::Yes);
    bench.script.jobs[0].is_in_queue = false;  // another queue's
    CHECK(bench.printer().find("old-1").sent == Sent::CannotTell);
}

TEST_CASE("cups printer: a silent device is asked, but not at every look", "[printer]") {
    Bench bench;
    auto printer = bench.printer();
    const PrintTicket ticket{"a-1", "2"};
    bench.script.device_error = Error{Errc::Unavailable, 0, "silent"};
    CHECK(printer.status(ticket).state == PrintState::Printing);
    CHECK(bench.script.device_calls == 0);
    bench.clock.advance_ms(1'000);
    CHECK(printer.status(ticket).state == PrintState::Offline);
    CHECK(printer.status(ticket).state == PrintState::Offline);
    CHECK(bench.script.device_calls == 1);
    bench.clock.advance_ms(500);
    bench.script.device_error.reset();
    CHECK(printer.status(ticket).state == PrintState::Printing);
    CHECK(bench.script.device_calls == 2);
    bench.clock.advance_ms(60'000);
    CHECK(printer.status(ticket).state == PrintState::Offline);
    bench.script.job.message = "50 %";  // news: the phase begins anew
    CHECK(printer.status(ticket).state == PrintState::Printing);
}

TEST_CASE("cups printer: the device is asked how a completed job ended there", "[printer]") {
    Bench bench;
    auto printer = bench.printer();
    const PrintTicket ticket{"a-1", "2"};
    bench.script.queue.device_uri = "ipp://127.0.0.1/ipp/print";
    CHECK(printer.status(ticket).state == PrintState::Printing);
    CHECK(bench.script.device_job_calls == 0);
    bench.script.job.state = JobState::Completed;
    CHECK(printer.status(ticket).state == PrintState::Printed);  // it keeps no history
    CHECK(bench.script.device_job_calls == 1);
    bench.script.device_job = JobState::Completed;
    CHECK(printer.status(ticket).state == PrintState::Printed);
    bench.script.device_job = JobState::Aborted;
    CHECK(printer.status(ticket).state == PrintState::Unknown);
    bench.script.queue.device_uri = "socket://127.0.0.1";
    CHECK(printer.status(ticket).state == PrintState::Printed);
    CHECK(bench.script.device_job_calls == 3);
}

TEST_CASE("cups printer: a job of another name is another job", "[printer]") {
    Bench bench;
    auto printer = bench.printer();
    bench.script.job.state = JobState::Completed;
    CHECK(printer.status({"a-1", "2"}).state == PrintState::Printed);
    bench.script.job.name = "b-1";
    CHECK(printer.status({"a-1", "2"}).state == PrintState::Unknown);
    bench.script.job.name.clear();  // private
    CHECK(printer.status({"a-1", "2"}).state == PrintState::Unknown);
    CHECK(printer.cancel({"a-1", "2"}).error().code == Errc::NotFound);
    for (const char* job : {"", "x", "0", "-3", "2x", "99999999999", " 2"}) {
        CAPTURE(job);
        CHECK(printer.status({"a-1", job}).state == PrintState::Unknown);
        CHECK(printer.cancel({"a-1", job}).error().code == Errc::NotFound);
    }
}

TEST_CASE("cups printer: hostile queue and server names", "[printer]") {
    Bench bench;
    for (const char* queue : {"", "../admin", "a/b", "a b", "a?x", ".x"}) {
        CAPTURE(queue);
        bench.options.server = {};
        bench.options.server.queue = queue;
        const auto printer = CupsPrinter::open(bench.options, bench.store, bench.clock);
        REQUIRE_FALSE(printer);
        CHECK(printer.error().code == Errc::BadValue);
    }
    bench.options.server.queue = "kiosk";
    for (const char* server : {"localhost:", "localhost:x", "localhost:0", "localhost:70000"}) {
        CAPTURE(server);
        bench.options.server.server = server;
        const auto printer = CupsPrinter::open(bench.options, bench.store, bench.clock);
        REQUIRE_FALSE(printer);
        CHECK(printer.error().code == Errc::BadValue);
    }
}

TEST_CASE("cups printer: a scheduler that never ends its answer is cut off", "[printer]") {
    // It accepts everything and sends one byte after another: no single wait is ever long.
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
    REQUIRE(::bind(listener, generic, length) == 0);
    REQUIRE(::getsockname(listener, generic, &length) == 0);
    REQUIRE(::listen(listener, 16) == 0);
    std::atomic<bool> is_done{false};
    std::thread server([&] {
        while (!is_done) {
            const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) break;
            while (!is_done && ::send(client, "H", 1, MSG_NOSIGNAL) == 1)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            ::close(client);
        }
    });
    CupsServer cups_server;
    cups_server.queue = "kiosk";
    cups_server.server = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    cups_server.answer_ms = 200;
    auto calls = open_cups(cups_server);
    REQUIRE(calls);
    const auto queue = (*calls)->queue();
    const auto pdf = small_pdf("x");
    const auto printed = (*calls)->print({"a-1", "iso_a4_210x297mm", pdf});
    is_done = true;
    ::shutdown(listener, SHUT_RDWR);
    ::close(listener);
    server.join();
    REQUIRE_FALSE(queue);
    CHECK(queue.error().code == Errc::Timeout);
    REQUIRE_FALSE(printed);
}
