// A printer that is a folder: each job becomes a PDF file in it.
#include "drivers/printer/spool_printer.h"

#include "drivers/printer/print_names.h"

namespace outpost {

namespace {

PrintTicket ticket_of(const std::string& name) {
    return {name, name + ".pdf"};
}

}  // namespace

std::string SpoolPrinter::path_of(const std::string& name) const {
    return folder_ + "/" + name + ".pdf";
}

Result<PrintTicket> SpoolPrinter::send(const PrintRequest& request) {
    OUTPOST_TRY_VOID(check_request(request));
    OUTPOST_TRY_VOID(folders_->make_folder(folder_));
    const auto there = find(request.name);
    if (there.sent == Sent::Yes) return there.ticket;
    if (there.sent == Sent::CannotTell) return Error{Errc::Io, 0, "cannot look into the folder"};
    // Writing replaces what is there, moving does not: so the name appears once, with all its
    // bytes, even if two of us run. What a crash leaves under the hidden name, the next attempt
    // replaces.
    const auto unfinished = folder_ + "/." + request.name + ".unfinished";
    OUTPOST_TRY_VOID(files_->write_atomically(unfinished, request.pdf, true));
    const auto moved = folders_->move(unfinished, path_of(request.name));
    if (moved) return ticket_of(request.name);
    static_cast<void>(folders_->remove(unfinished));  // only tidiness
    if (moved.error().code == Errc::Duplicate) return ticket_of(request.name);
    return Error{Errc::Io, 0, moved.error().what};
}

PrintStatus SpoolPrinter::status(const PrintTicket& ticket) {
    switch (find(ticket.name).sent) {
        case Sent::Yes:
            return {PrintState::Printed, "in the folder"};
        case Sent::No:
            return {PrintState::Unknown, "the file is not in the folder any more"};
        case Sent::CannotTell:
            break;
    }
    return {PrintState::Offline, "the folder cannot be looked at"};
}

SentBefore SpoolPrinter::find(const std::string& name) {
    if (!is_job_name(name)) return {Sent::No, {}};  // send() takes no such name
    const auto identity = folders_->identity(path_of(name));
    if (identity) return {Sent::Yes, ticket_of(name)};
    if (identity.error().code == Errc::NotFound) return {Sent::No, {}};
    return {Sent::CannotTell, {}};
}

Result<void> SpoolPrinter::cancel(const PrintTicket& ticket) {
    const bool is_there = find(ticket.name).sent == Sent::Yes;
    return Error{Errc::Unavailable, 0, is_there ? "already printed" : "no such job"};
}

PrintStatus SpoolPrinter::health() {
    if (!folders_->make_folder(folder_)) return {PrintState::Offline, "the folder cannot be made"};
    return {PrintState::Waiting, ""};
}

}  // namespace outpost
