// CupsPrinter with a real scheduler and a simulated IPP Everywhere printer behind it.
#include "drivers/printer/cups_printer.h"
#include "drivers/store/posix_file_store.h"
#include "tests/drivers/printer/print_lab.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::tests;

namespace {

struct IppLab {
    PrivateCups cups;
    SimulatedPrinter device{cups.root() / "ippeve"};
    PosixFileStore store;
    SteadyClock clock;
    std::unique_ptr<CupsPrinter> printer;

    IppLab() {
        cups.add_ipp_queue("kiosk", device.port());
        CupsOptions options;
        options.server.queue = "kiosk";
        options.server.server = cups.server();
        options.server.device_ms = 1'000;
        options.attempts_path = cups.root() / "attempts";
        options.limits.silent_ms = 1'500;
        options.device_every_ms = 500;
        auto opened = CupsPrinter::open(options, store, clock);
        REQUIRE(opened);
        printer = std::move(*opened);
    }
    PrintTicket sent(const std::string& name, const Bytes& pdf) {
        const auto ticket = printer->send({name, pdf, 210, 297});
        INFO(cups.log_end());
        REQUIRE(ticket);
        return *ticket;
    }
    PrintTicket sent(const std::string& name) { return sent(name, small_pdf(name)); }
    bool reaches(const PrintTicket& ticket, PrintState wanted) {
        PrintStatus status;
        becomes_true([&] {
            status = printer->status(ticket);
            return status.state == wanted || is_final(status.state);
        });
        UNSCOPED_INFO(print_state_name(status.state) << ": " << status.detail);
        return status.state == wanted;
    }
};

}  // namespace

TEST_CASE("ipp printer: prints, runs out of paper, jams, is cancelled", "[printer]") {
    if (!ipp_printing_present("an IPP printer behind CUPS")) return;
    IppLab lab;
    CHECK(lab.printer->health().state == PrintState::Waiting);
    CHECK(lab.reaches(lab.sent("a-1"), PrintState::Printed));
    CHECK(lab.device.job_count() == 1);

    lab.device.set_mode("empty");
    const auto empty = lab.sent("b-1");
    CHECK(lab.reaches(empty, PrintState::OutOfPaper));
    CHECK(lab.printer->health().state == PrintState::OutOfPaper);
    lab.device.set_mode("ok");
    CHECK(lab.reaches(empty, PrintState::Printed));
    CHECK(lab.printer->health().state == PrintState::Waiting);

    lab.device.set_mode("jam");
    const auto jammed = lab.sent("c-1");
    CHECK(lab.reaches(jammed, PrintState::Jammed));
    REQUIRE(lab.printer->cancel(jammed));
    CHECK(lab.reaches(jammed, PrintState::Cancelled));
}

TEST_CASE("ipp printer: a document that no filter takes", "[printer]") {
    if (!ipp_printing_present("an IPP printer behind CUPS")) return;
    IppLab lab;
    const auto broken = lab.sent("broken-1", to_bytes(as_bytes("%PDF-1.4\nthis is none\n")));
    CHECK(lab.reaches(broken, PrintState::Failed));
    CHECK(lab.device.job_count() == 0);
    // The device gives up in the middle: no one knows how far it came.
    lab.device.set_mode("fail");
    // Whether the last look saw the job at the device decides between the two; never Printed.
    const auto given_up = lab.sent("given-up-1");
    CHECK(becomes_true([&] { return is_final(lab.printer->status(given_up).state); }));
    const auto end = lab.printer->status(given_up).state;
    CAPTURE(print_state_name(end));
    CHECK((end == PrintState::Unknown || end == PrintState::Cancelled));
}

TEST_CASE("ipp printer: vanishes in the middle of a job", "[printer]") {
    if (!ipp_printing_present("an IPP printer behind CUPS")) return;
    IppLab lab;
    lab.device.set_mode("silent");
    const auto ticket = lab.sent("a-1");
    REQUIRE(becomes_true([&] { return lab.device.job_count() == 1; }));
    lab.device.vanish();
    CHECK(lab.reaches(ticket, PrintState::Offline));
    CHECK(lab.printer->health().state == PrintState::Offline);
    // It comes back and knows nothing of the job: CUPS says "completed" then.
    lab.device.set_mode("ok");
    lab.device.start();
    CHECK(lab.reaches(ticket, PrintState::Unknown));
    CHECK(lab.reaches(lab.sent("b-1"), PrintState::Printed));
}

TEST_CASE("ipp printer: is not there when the job is sent, and comes later", "[printer]") {
    if (!ipp_printing_present("an IPP printer behind CUPS")) return;
    IppLab lab;
    lab.device.vanish();
    CHECK(lab.printer->health().state == PrintState::Offline);
    const auto ticket = lab.sent("a-1");
    CHECK(lab.reaches(ticket, PrintState::Offline));
    CHECK(lab.device.job_count() == 0);
    lab.device.start();
    CHECK(lab.reaches(ticket, PrintState::Printed));
    CHECK(lab.device.job_count() == 1);
}
