// CupsPrinter with a real scheduler and a backend that has every fault on demand.
#include "drivers/printer/cups_printer.h"
#include "drivers/store/posix_file_store.h"
#include "tests/drivers/printer/print_lab.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace outpost;
using namespace outpost::tests;

namespace {

constexpr const char* cupsd = "/usr/sbin/cupsd";

struct Lab {
    PrivateCups cups;
    PosixFileStore store;
    SteadyClock clock;
    std::unique_ptr<CupsPrinter> printer;

    Lab() {
        cups.add_sim_queue("kiosk");
        open();
    }
    /// As after a restart of our program: nothing is remembered but the files.
    void open() {
        CupsOptions options;
        options.server.queue = "kiosk";
        options.server.server = cups.server();
        options.attempts_path = cups.root() / "attempts";
        auto opened = CupsPrinter::open(options, store, clock);
        REQUIRE(opened);
        printer = std::move(*opened);
    }
    Result<PrintTicket> send(const std::string& name) {
        const auto pdf = small_pdf(name);
        return printer->send({name, pdf, 210, 297});
    }
    PrintTicket sent(const std::string& name) {
        const auto ticket = send(name);
        INFO(cups.log_end());
        REQUIRE(ticket);
        return *ticket;
    }
    /// Follows the job until it is in that state, or in a final one.
    PrintStatus followed(const PrintTicket& ticket, PrintState wanted) {
        PrintStatus status;
        becomes_true([&] {
            status = printer->status(ticket);
            return status.state == wanted || is_final(status.state);
        });
        UNSCOPED_INFO(print_state_name(status.state) << ": " << status.detail);
        return status;
    }
    bool reaches(const PrintTicket& ticket, PrintState wanted) {
        return followed(ticket, wanted).state == wanted;
    }
};

/// Width of the black square of small_pdf() in a row through its middle, in points of 1/72 inch.
int square_width(const std::filesystem::path& pdf, const std::filesystem::path& folder) {
    const auto picture = folder / "page";
    LabProgram draw({"/usr/bin/pdftoppm", "-r", "72", "-gray", "-singlefile", pdf, picture},
                    {"LC_ALL=C"}, folder / "page.log");
    REQUIRE(draw.exit_code() == 0);
    std::istringstream pgm(read_text(picture.string() + ".pgm"));
    std::string magic;
    std::size_t width = 0;
    std::size_t height = 0;
    int white = 0;
    pgm >> magic >> width >> height >> white;
    pgm.get();
    REQUIRE(magic == "P5");
    REQUIRE(height > 650);
    std::string pixels(width * height, '\0');
    pgm.read(pixels.data(), static_cast<std::streamsize>(pixels.size()));
    const auto row = pixels.substr(width * (height - 200), width);
    return static_cast<int>(std::count(row.begin(), row.end(), '\0'));
}

}  // namespace

TEST_CASE("scheduler: the filters do not scale, whatever the printer's margins", "[printer]") {
    if (!program_present(cupsd, "the size of prints") ||
        !program_present("/usr/bin/pdftoppm", "the size of prints"))
        return;
    Lab lab;
    CHECK(lab.reaches(lab.sent("a-1"), PrintState::Printed));
    REQUIRE(lab.cups.documents().size() == 1);
    const int width = square_width(lab.cups.documents().front(), lab.cups.root());
    CHECK(width >= 200);  // 192 when fitted into the margins of 18 points
    CHECK(width <= 201);
}

TEST_CASE("scheduler: a job is printed once, found again, and its bytes arrive", "[printer]") {
    if (!program_present(cupsd, "printing by CUPS")) return;
    Lab lab;
    CHECK(lab.printer->find("471900000018-1").sent == Sent::No);
    const auto ticket = lab.sent("471900000018-1");
    CHECK(ticket.name == "471900000018-1");
    CHECK(lab.reaches(ticket, PrintState::Printed));
    const auto again = lab.send("471900000018-1");
    REQUIRE(again);
    CHECK(again->job == ticket.job);
    lab.open();
    const auto found = lab.printer->find("471900000018-1");
    CHECK(found.sent == Sent::Yes);
    CHECK(found.ticket.job == ticket.job);
    CHECK(lab.printer->find("471900000018").sent == Sent::No);
    REQUIRE(lab.cups.documents().size() == 1);
    CHECK(read_text(lab.cups.documents().front()).starts_with("%PDF-"));  // a filter's, not ours
    CHECK(lab.printer->health().state == PrintState::Unknown);  // no IPP: it cannot be asked

    const auto card_pdf = small_pdf("card");
    const auto card = lab.printer->send({"card-1", card_pdf, 85.6, 53.98});
    REQUIRE(card);
    CHECK(lab.reaches(*card, PrintState::Printed));
    const auto receipt = lab.printer->send({"receipt-1", card_pdf, 80, 200});
    REQUIRE(receipt);
    CHECK(lab.reaches(*receipt, PrintState::Printed));
    const auto cancelled = lab.printer->cancel(*receipt);  // too late
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().code == Errc::Unavailable);
}

TEST_CASE("scheduler: paper, jam and offline wait for a person and go on", "[printer]") {
    if (!program_present(cupsd, "printing faults")) return;
    Lab lab;
    lab.cups.set_mode("empty");
    const auto first = lab.sent("a-1");
    CHECK(lab.reaches(first, PrintState::OutOfPaper));
    lab.cups.set_mode("ok");
    CHECK(lab.reaches(first, PrintState::Printed));

    lab.cups.set_mode("jam");
    const auto second = lab.sent("b-1");
    CHECK(lab.reaches(second, PrintState::Jammed));
    REQUIRE(lab.printer->cancel(second));
    CHECK(lab.reaches(second, PrintState::Cancelled));

    lab.cups.set_mode("offline");
    const auto third = lab.sent("c-1");
    CHECK(lab.reaches(third, PrintState::Offline));
    lab.cups.set_mode("ok");
    CHECK(lab.reaches(third, PrintState::Printed));

    lab.cups.set_mode("silent");
    const auto fourth = lab.sent("d-1");
    CHECK(lab.reaches(fourth, PrintState::Printing));
    REQUIRE(lab.printer->cancel(fourth));
    CHECK(lab.reaches(fourth, PrintState::Unknown));  // nobody saw what the printer did
}

TEST_CASE("scheduler: every way in which a backend ends", "[printer]") {
    if (!program_present(cupsd, "ends of print jobs")) return;
    Lab lab;
    lab.cups.set_mode("exit 1");
    const auto retried = lab.sent("retry-1");
    CHECK(lab.reaches(retried, PrintState::Offline));
    lab.cups.set_mode("ok");
    CHECK(lab.reaches(retried, PrintState::Printed));

    lab.cups.set_mode("exit 3");
    const auto held = lab.sent("hold-1");
    bool is_held = becomes_true([&] {
        const auto status = lab.printer->status(held);
        return status.state == PrintState::Waiting && lab.cups.documents().size() == 2;
    });
    CHECK(is_held);
    REQUIRE(lab.printer->cancel(held));
    CHECK(is_final(lab.followed(held, PrintState::Cancelled).state));

    // CUPS tells a cancelling printer from a cancelling person only by chance: nobody knows how far
    // it had come.
    lab.cups.set_mode("exit 5");
    const auto refused = lab.sent("cancel-1");
    CHECK(lab.reaches(refused, PrintState::Unknown));

    lab.cups.set_mode("exit 4");
    const auto stopped = lab.sent("stop-1");
    is_held = becomes_true([&] { return lab.printer->health().state == PrintState::Offline; });
    CHECK(is_held);
    CHECK(lab.reaches(stopped, PrintState::Waiting));
    lab.cups.set_mode("ok");
    lab.cups.admin({"/usr/sbin/cupsenable", "kiosk"});
    CHECK(lab.reaches(stopped, PrintState::Printed));
}

TEST_CASE("scheduler: a lost job history makes one outcome unknown, not the later ones",
          "[printer]") {
    if (!program_present(cupsd, "lost job histories")) return;
    Lab lab;
    lab.cups.set_mode("lost");
    const auto lost = lab.sent("lost-1");
    const auto status = lab.followed(lost, PrintState::Unknown);
    CHECK(status.state == PrintState::Unknown);
    CHECK(status.detail == "cups-ipp-missing-job-history");
    lab.cups.set_mode("ok");
    const auto next = lab.sent("next-1");
    CHECK(next.job.ends_with("+cups-ipp-missing-job-history"));
    lab.open();
    CHECK(lab.reaches(next, PrintState::Printed));
}

TEST_CASE("scheduler: a queue that rejects or stands still", "[printer]") {
    if (!program_present(cupsd, "closed queues")) return;
    Lab lab;
    lab.cups.admin({"/usr/sbin/cupsreject", "kiosk"});
    const auto refused = lab.send("r-1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::Unavailable);
    CHECK(lab.printer->health().state == PrintState::Offline);
    CHECK(lab.printer->find("r-1").sent == Sent::No);
    lab.cups.admin({"/usr/sbin/cupsaccept", "kiosk"});

    lab.cups.admin({"/usr/sbin/cupsdisable", "-r", "tray is being cleaned", "kiosk"});
    const auto waiting = lab.sent("w-1");
    const auto status = lab.printer->status(waiting);
    CHECK(status.state == PrintState::Waiting);
    CHECK(status.detail == "tray is being cleaned");
    CHECK(lab.printer->health().state == PrintState::Offline);
    REQUIRE(lab.printer->cancel(waiting));
    CHECK(lab.reaches(waiting, PrintState::Cancelled));
    const auto stranger = lab.printer->cancel({"another-1", waiting.job});
    REQUIRE_FALSE(stranger);
    CHECK(stranger.error().code == Errc::NotFound);
    const auto later = lab.sent("w-2");
    lab.cups.admin({"/usr/sbin/cupsenable", "kiosk"});
    CHECK(lab.reaches(later, PrintState::Printed));

    CupsOptions options;
    options.server.queue = "nowhere";
    options.server.server = lab.cups.server();
    options.attempts_path = lab.cups.root() / "attempts";
    const auto other = CupsPrinter::open(options, lab.store, lab.clock);
    REQUIRE(other);
    const auto pdf = small_pdf("x");
    const auto nowhere = (*other)->send({"x-1", pdf, 210, 297});
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == Errc::Unavailable);
    CHECK((*other)->health().state == PrintState::Offline);
}

TEST_CASE("scheduler: stopped, restarted, crashed in between, and with a wiped spool",
          "[printer]") {
    if (!program_present(cupsd, "restarts of the print scheduler")) return;
    Lab lab;
    const auto done = lab.sent("done-1");
    CHECK(lab.reaches(done, PrintState::Printed));
    lab.cups.stop();
    CHECK(lab.printer->status(done).state == PrintState::Offline);
    CHECK(lab.printer->health().state == PrintState::Offline);
    CHECK(lab.printer->find("done-1").sent == Sent::CannotTell);
    const auto unsent = lab.send("unsent-1");
    REQUIRE_FALSE(unsent);
    CHECK(unsent.error().code == Errc::Unavailable);
    lab.cups.start();
    lab.open();
    CHECK(lab.printer->status(done).state == PrintState::Printed);
    CHECK(lab.printer->find("unsent-1").sent == Sent::No);

    // A crash after the attempt was written down and before the job was sent.
    auto attempts = Attempts::load(lab.store, lab.cups.root() / "attempts");
    REQUIRE(attempts);
    lab.sent("between-1");
    attempts = Attempts::load(lab.store, lab.cups.root() / "attempts");
    REQUIRE(attempts);
    auto crashed = *attempts->find("between-1");
    crashed.name = "crashed-1";
    attempts->add(crashed);
    REQUIRE(attempts->save(lab.store, lab.cups.root() / "attempts"));
    lab.open();
    CHECK(lab.printer->find("between-1").sent == Sent::Yes);
    CHECK(lab.printer->find("crashed-1").sent == Sent::No);

    lab.cups.forget_jobs();
    CHECK(lab.printer->find("crashed-1").sent == Sent::CannotTell);
    CHECK(lab.printer->find("between-1").sent == Sent::CannotTell);
    CHECK(lab.printer->status(done).state == PrintState::Unknown);
    const auto twice = lab.send("between-1");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().code == Errc::Timeout);
    // The numbers start anew: the same number is another job now.
    const auto fresh = lab.sent("fresh-1");
    CHECK(fresh.job == done.job);
    CHECK(lab.reaches(fresh, PrintState::Printed));
    CHECK(lab.printer->status(done).state == PrintState::Unknown);
    CHECK(lab.printer->find("crashed-1").sent == Sent::CannotTell);
}
