#include "firmware-app/runtime/issue_run.h"

#include <algorithm>
#include <utility>

namespace outpost::runtime {

namespace {

using journal::Order;
using journal::Step;

constexpr std::size_t page_bytes_max = std::size_t{16} * 1024 * 1024;
/// More orders than this can only be left by pages that fail again and again.
constexpr std::size_t unfinished_max = 10'000;

intake::ItemError page_fault(const Error& error) {
    return {{},
            intake::ItemCode::PageFault,
            std::string("the certificate is signed but its page cannot be made: ") + error.what,
            0,
            {}};
}

/// What the journal's step means for the page.
std::string state_of_print(const Order& order) {
    switch (order.step) {
        case Step::Printed:
            return std::string(print_state_name(PrintState::Printed));
        case Step::PrintUnknown:
            return std::string(print_state_name(PrintState::Unknown));
        case Step::Sending:
            return std::string(print_state_name(PrintState::Waiting));
        case Step::NotPrinted:
            return order.print_attempts == 0 ? "none"
                                             : std::string(print_state_name(PrintState::Failed));
        default:
            return "none";
    }
}

}  // namespace

CertificateFiles files_of(const std::string& folder, const std::string& certificate_id) {
    const std::string stem = folder + "/" + certificate_id;
    return {stem + ".json", stem + ".png", stem + ".pdf"};
}

// What was changed in the journal's file behind its back must not reach paper.
Result<void> IssueRun::prove(const Order& order) {
    if (ports_.desk != nullptr && ports_.desk->prove(order)) return {};
    // Signed by an earlier key, or nothing is signed in this run.
    if (!ports_.journal.check_credential(order.number))
        return Error{Errc::BadChecksum, 0,
                     "a credential in the journal is not the one that was signed: outpost journal "
                     "check says where"};
    return {};
}

Result<PageJob> IssueRun::page_job(const Order& order, bool is_reprint) {
    OUTPOST_TRY_VOID(prove(order));
    PageJob job;
    job.certificate_id = order.certificate_id;
    job.credential_json = order.credential_json;
    job.request_json = order.request_json;
    job.issued_at = order.reserved_at;
    job.is_reprint = is_reprint;
    OUTPOST_TRY(const auto doses, ports_.journal.history_of(order.number));
    for (const auto& other : doses)
        if (other.number != order.number && !other.credential_json.empty())
            job.earlier.push_back(other.credential_json);
    return job;
}

bool IssueRun::has_files(const std::string& certificate_id) {
    const auto files = files_of(options_.out, certificate_id);
    // One byte is enough to know; a longer file says so instead of being read.
    const auto is_there = [this](const std::string& path) {
        const auto read = ports_.files.read(path, 1);
        return read ? !read->empty() : read.error().code == Errc::TooLong;
    };
    return is_there(files.credential) && is_there(files.symbol) && is_there(files.page);
}

Result<void> IssueRun::take(const intake::Item& item, const issuing::ItemOrigin& origin) {
    FinishedItem finished;
    finished.index = item.index;
    finished.request_name = origin.request_name;
    OUTPOST_TRY(finished.result, ports_.desk->admit(item, origin, now()));
    return add(std::move(finished));
}

Result<void> IssueRun::take_released(const journal::HeldItem& held) {
    FinishedItem finished;
    finished.index = held.request_index;
    finished.request_name = held.request_name;
    OUTPOST_TRY(finished.result, ports_.desk->correct(held, now()));
    return add(std::move(finished));
}

Result<void> IssueRun::add(FinishedItem item) {
    Pending pending;
    pending.item = std::move(item);
    const auto& order = pending.item.result.order;
    if (!order.credential_json.empty()) {
        const bool is_done = order.step != Step::Signed && has_files(order.certificate_id);
        // One of several attempts may have brought a page, so a further one is marked.
        pending.is_reprint = has_failed(order) && order.print_attempts > 1;
        if (!is_done || pending.is_reprint) {
            OUTPOST_TRY(auto job, page_job(order, pending.is_reprint));
            ports_.pages.add(std::move(job));
            pending.has_page_job = true;
        }
    }
    pending_.push_back(std::move(pending));
    while (pending_.size() > options_.jobs_waiting_max) OUTPOST_TRY_VOID(finish_oldest());
    return {};
}

Result<void> IssueRun::finish() {
    while (!pending_.empty()) OUTPOST_TRY_VOID(finish_oldest());
    return {};
}

Result<void> IssueRun::finish_oldest() {
    Pending pending = std::move(pending_.front());
    pending_.pop_front();
    auto& item = pending.item;
    auto& order = item.result.order;
    if (!order.certificate_id.empty()) {
        // The same event twice in one run: the page of the first may have been printed meanwhile.
        OUTPOST_TRY(const auto current, ports_.journal.find(order.certificate_id));
        if (current) order = *current;
    }
    if (pending.has_page_job) {
        OUTPOST_TRY_VOID(finish_page(pending, ports_.pages.next()));
    } else if (!order.certificate_id.empty()) {
        item.files = files_of(options_.out, order.certificate_id);
        OUTPOST_TRY(item.print, print_if_failed(order, {}, false));
    }
    report_(item);
    return {};
}

Result<void> IssueRun::finish_page(Pending& pending, Result<PageFiles> made) {
    auto& item = pending.item;
    const auto& order = item.result.order;
    if (!made) {
        // The credential stands in the journal; only paper is missing, and a person must look.
        item.result.status = issuing::ItemStatus::Held;
        item.result.errors.push_back(page_fault(made.error()));
        return {};
    }
    // The files keep the page as it was issued; the mark is for this one sheet.
    const bool keeps_files = pending.is_reprint && has_files(order.certificate_id);
    if (!keeps_files) OUTPOST_TRY_VOID(write_files(order, *made));
    item.files = files_of(options_.out, order.certificate_id);
    item.shortened_boxes = made->shortened_boxes;
    if (order.step != Step::Signed) {
        OUTPOST_TRY(item.print, print_if_failed(order, made->page_pdf, pending.is_reprint));
        return {};
    }
    OUTPOST_TRY_VOID(ports_.journal.record_rendered(order.number, now()));
    OUTPOST_TRY(item.print, print(order, made->page_pdf, {}));
    return {};
}

Result<void> IssueRun::write_files(const Order& order, const PageFiles& made) {
    const auto files = files_of(options_.out, order.certificate_id);
    OUTPOST_TRY_VOID(
        ports_.files.write_atomically(files.credential, as_bytes(order.credential_json), true));
    OUTPOST_TRY_VOID(ports_.files.write_atomically(files.symbol, made.symbol_png, true));
    return ports_.files.write_atomically(files.page, made.page_pdf, true);
}

bool IssueRun::has_failed(const Order& order) const {
    return order.step == Step::NotPrinted && order.print_attempts > 0 && order.is_current &&
           ports_.printer != nullptr;
}

// Known to have ended without a page: the next one is no second page, but it is counted.
Result<std::string> IssueRun::print_if_failed(const Order& order, ByteView pdf, bool is_marked) {
    const bool needs_mark = order.print_attempts > 1;
    if (!has_failed(order) || (needs_mark && !is_marked)) return state_of_print(order);
    if (!pdf.empty()) return print(order, pdf, "the attempt before failed");
    const auto page =
        ports_.files.read(files_of(options_.out, order.certificate_id).page, page_bytes_max);
    if (!page) return state_of_print(order);
    return print(order, *page, "the attempt before failed");
}

Result<std::string> IssueRun::print(const Order& order, ByteView pdf, std::string_view reason) {
    if (ports_.printer == nullptr) {
        OUTPOST_TRY_VOID(ports_.journal.record_unprinted(order.number, now()));
        return std::string("none");
    }
    OUTPOST_TRY(const auto name,
                ports_.journal.begin_print(order.number, options_.printer, reason, now()));
    return send(order, name, pdf);
}

Result<std::string> IssueRun::send(const Order& order, const std::string& name, ByteView pdf) {
    const auto ticket =
        ports_.printer->send({name, pdf, options_.page_width_mm, options_.page_height_mm});
    if (ticket) return follow(order, *ticket);
    if (ticket.error().code == Errc::Timeout || ticket.error().code == Errc::Io) {
        const auto before = ports_.printer->find(name);
        if (before.sent == Sent::Yes) return follow(order, before.ticket);
    }
    // Never accepted is a known end; after a time-out nobody can say.
    const auto state =
        ticket.error().code == Errc::Timeout ? PrintState::Unknown : PrintState::Failed;
    OUTPOST_TRY_VOID(ports_.journal.record_print(order.number, state, {}, now()));
    return std::string(print_state_name(state));
}

Result<std::string> IssueRun::follow(const Order& order, const PrintTicket& ticket) {
    const auto deadline_ms =
        ports_.clock.monotonic_ms() + (printer_waits_ ? 0 : options_.print_wait_ms);
    const auto state_now = [&] {
        const auto state = ports_.printer->status(ticket).state;
        if (ports_.told_print) ports_.told_print(order.certificate_id, state);
        return state;
    };
    auto state = state_now();
    while (!is_final(state) && ports_.clock.monotonic_ms() < deadline_ms) {
        ports_.wait_ms(options_.print_poll_ms);
        state = state_now();
    }
    // A failed job could still be started again from outside, behind the journal's back.
    if (state == PrintState::Failed) static_cast<void>(ports_.printer->cancel(ticket));
    printer_waits_ = !is_final(state);
    OUTPOST_TRY_VOID(ports_.journal.record_print(order.number, state, ticket.job, now()));
    return std::string(print_state_name(state));
}

Result<std::string> IssueRun::settle_sent(const Order& order, ByteView pdf) {
    OUTPOST_TRY(const auto attempt, ports_.journal.last_print(order.number));
    const auto name = order.certificate_id + "-" + std::to_string(order.print_attempts);
    SentBefore before;
    if (ports_.printer != nullptr && attempt.first == options_.printer)
        before = ports_.printer->find(name);
    if (before.sent == Sent::Yes) return follow(order, before.ticket);
    if (before.sent == Sent::No) return send(order, name, pdf);
    OUTPOST_TRY_VOID(
        ports_.journal.record_print(order.number, PrintState::Unknown, attempt.second, now()));
    return std::string(print_state_name(PrintState::Unknown));
}

Result<void> IssueRun::cancel_print(const Order& order) {
    if (order.step != Step::Sending || ports_.printer == nullptr)
        return Error{Errc::NotFound, 0, "no page is on its way"};
    const auto name = order.certificate_id + "-" + std::to_string(order.print_attempts);
    const auto before = ports_.printer->find(name);
    if (before.sent != Sent::Yes) return Error{Errc::NotFound, 0, "the printer knows no such job"};
    OUTPOST_TRY_VOID(ports_.printer->cancel(before.ticket));
    const auto followed = follow(order, before.ticket);
    if (!followed) return followed.error();
    return {};
}

Result<std::string> IssueRun::look_again(const Order& order) {
    if (order.step != Step::Sending || ports_.printer == nullptr)
        return Error{Errc::NotFound, 0, "no page is on its way"};
    const auto page =
        ports_.files.read(files_of(options_.out, order.certificate_id).page, page_bytes_max);
    if (!page) return page.error();
    return settle_sent(order, *page);
}

Result<PageFiles> IssueRun::make_now(PageJob job) {
    ports_.pages.add(std::move(job));
    return ports_.pages.next();
}

Result<std::size_t> IssueRun::recover() {
    OUTPOST_TRY(auto orders, ports_.journal.unfinished(unfinished_max));
    for (auto& left : orders) {
        auto signed_order = ports_.desk->finish_signing(std::move(left));
        if (!signed_order && signed_order.error().code == Errc::Io) return signed_order.error();
        if (!signed_order) continue;  // given up; the request can be sent again
        const Order& order = *signed_order;
        OUTPOST_TRY(auto job, page_job(order, order.print_attempts > 1));
        const auto made = make_now(std::move(job));
        if (!made) continue;  // stays signed; each run tries again, and the item's report says why
        OUTPOST_TRY_VOID(write_files(order, *made));
        if (order.step == Step::Signed)
            OUTPOST_TRY_VOID(ports_.journal.record_rendered(order.number, now()));
        const auto printed = order.step == Step::Sending ? settle_sent(order, made->page_pdf)
                                                         : print(order, made->page_pdf, {});
        if (!printed) return printed.error();
    }
    return orders.size();
}

Result<std::string> IssueRun::print_again(const Order& order, std::string_view reason) {
    if (ports_.printer == nullptr) return Error{Errc::Unavailable, 0, "no printer was named"};
    OUTPOST_TRY(auto job, page_job(order, order.print_attempts > 0));
    OUTPOST_TRY(const auto made, make_now(std::move(job)));
    // A page that is still on its way comes first: it may yet be printed.
    if (order.step == Step::Sending) return settle_sent(order, made.page_pdf);
    if (order.step == Step::Signed) {
        OUTPOST_TRY_VOID(write_files(order, made));
        OUTPOST_TRY_VOID(ports_.journal.record_rendered(order.number, now()));
    }
    return print(order, made.page_pdf, reason);
}

}  // namespace outpost::runtime
