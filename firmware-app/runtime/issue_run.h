// A run of issuing: items over the desk, pages on the workers, files and prints in order. The
// journal is written before and after each step, so that a run that was cut off goes on.
#pragma once

#include "core/base/result.h"
#include "core/issuing/issuing_desk.h"
#include "core/journal/journal.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/printer.h"
#include "firmware-app/runtime/page_workers.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::runtime {

/// Paths of one certificate's files, usable as printed.
struct CertificateFiles {
    std::string credential;  // JSON, the very bytes in the symbol
    std::string symbol;      // PNG
    std::string page;        // PDF
};

/// Where the files of a certificate lie: FOLDER/ID.json, .png, .pdf
CertificateFiles files_of(const std::string& folder, const std::string& certificate_id);

struct FinishedItem {
    std::int64_t index = 0;
    std::string request_name;
    issuing::ItemResult result;
    std::optional<CertificateFiles> files;     // none for rejected and held items
    std::vector<std::string> shortened_boxes;  // of the page that was made now: texts that are cut
    std::string print;  // a print state's name; "none" when no page was wanted; empty without files
    std::int64_t attempt = 0;  // of the operator's command to print: which attempt this was
    bool is_reprint = false;   // by that command, a further page
};

struct IssueRunOptions {
    std::string out;      // folder of the certificates' files
    std::string printer;  // its name for the journal
    double page_width_mm = 210;
    double page_height_mm = 297;
    std::optional<UtcInstant> at;         // instead of the clock
    std::int64_t print_wait_ms = 20'000;  // how long one job is followed; a waiting one is kept
    std::int64_t print_poll_ms = 200;
    std::size_t jobs_waiting_max = 8;
};

struct IssueRunPorts {
    issuing::IssuingDesk* desk = nullptr;  // none: nothing can be signed
    journal::Journal& journal;
    FileStore& files;
    const Clock& clock;
    PageWorkers& pages;
    Printer* printer = nullptr;  // none: nothing is printed
    std::function<void(std::int64_t)> wait_ms;
    /// Told of each state of a job that is followed; may be empty.
    std::function<void(const std::string& certificate_id, PrintState)> told_print{};
};

/// For one thread. What the ports refer to outlives it.
class IssueRun {
  public:
    using Report = std::function<void(const FinishedItem&)>;

    IssueRun(IssueRunPorts ports, IssueRunOptions options, Report report)
        : ports_(std::move(ports)), options_(std::move(options)), report_(std::move(report)) {}

    /// Takes up what an earlier run left unfinished; nothing of it is reported.
    /// @return how many orders were taken up
    Result<std::size_t> recover();
    /// Takes one item; its report may come with a later call, in the order of the items.
    Result<void> take(const intake::Item& item, const issuing::ItemOrigin& origin);
    /// Reports everything that was taken.
    Result<void> finish();
    /// A further page of a certificate that stands: always a reprint unless none was ever sent.
    /// @error BadChecksum and others of the page; Unavailable (no printer)
    Result<std::string> print_again(const journal::Order& order, std::string_view reason);
    /// Gives up the page that is on its way. @error NotFound (none is); those of Printer
    Result<void> cancel_print(const journal::Order& order);
    /// Looks again after a page that was left on its way.
    /// @return its state now @error NotFound (none is)
    Result<std::string> look_again(const journal::Order& order);
    /// Takes the operator's decision to correct what a held item names.
    Result<void> take_released(const journal::HeldItem& held);

    [[nodiscard]] const std::string& out() const { return options_.out; }
    [[nodiscard]] UtcInstant now() const { return options_.at ? *options_.at : ports_.clock.now(); }

  private:
    struct Pending {
        FinishedItem item;
        bool has_page_job = false;
        bool is_reprint = false;  // the job's page is marked as one
    };

    Result<void> add(FinishedItem item);
    Result<void> prove(const journal::Order& order);
    Result<PageJob> page_job(const journal::Order& order, bool is_reprint);
    [[nodiscard]] bool has_files(const std::string& certificate_id);
    Result<void> finish_oldest();
    Result<void> finish_page(Pending& pending, Result<PageFiles> made);
    Result<void> write_files(const journal::Order& order, const PageFiles& made);
    [[nodiscard]] bool has_failed(const journal::Order& order) const;
    /// @param pdf  the page; empty: the one among the files
    /// @param is_marked  it says that it is a reprint
    Result<std::string> print_if_failed(const journal::Order& order, ByteView pdf, bool is_marked);
    Result<std::string> print(const journal::Order& order, ByteView pdf, std::string_view reason);
    Result<std::string> follow(const journal::Order& order, const PrintTicket& ticket);
    Result<std::string> settle_sent(const journal::Order& order, ByteView pdf);
    Result<std::string> send(const journal::Order& order, const std::string& name, ByteView pdf);
    /// The page of one job, with nothing waiting before it.
    Result<PageFiles> make_now(PageJob job);

    IssueRunPorts ports_;
    IssueRunOptions options_;
    Report report_;
    std::deque<Pending> pending_;
    bool printer_waits_ = false;  // a job was left waiting: the ones behind it are not waited for
};

}  // namespace outpost::runtime
