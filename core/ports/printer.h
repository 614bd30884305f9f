// Port: pages to paper, followed until the end is known or known to be unknown.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

enum class PrintState : std::uint8_t {
    Waiting,  // accepted, not begun (queue stopped, another job first)
    Printing,
    Printed,     // the printer says so, and nothing speaks against it
    OutOfPaper,  // waits; goes on when paper is there
    Jammed,      // waits for a person
    Offline,     // waits for the device
    Cancelled,   // ended without a page, by a person or by the printer
    Failed,      // ended without a page: the document or the queue is at fault
    Unknown,     // ended, or vanished, and nobody can say whether a page came out
};

/// "printed", "out_of_paper", ...
std::string_view print_state_name(PrintState state);

/// True when nothing will happen any more by itself: Printed, Cancelled, Failed, Unknown.
bool is_final(PrintState state);

/// @field name  unique for ever: certificate id and attempt ("471900000018-1"); by it find() knows
///              the job again after a restart
struct PrintRequest {
    std::string name;
    ByteView pdf;
    double width_mm = 210;
    double height_mm = 297;
};

struct PrintTicket {
    std::string name;  // of the request
    std::string job;   // the printer's own word for it: job number or file
};

struct PrintStatus {
    PrintState state = PrintState::Unknown;
    std::string detail;  // the system's words, for the operator; no personal data
};

enum class Sent : std::uint8_t { Yes, No, CannotTell };

/// What find() knows: with Sent::Yes, the ticket.
struct SentBefore {
    Sent sent = Sent::CannotTell;
    PrintTicket ticket;
};

/// Contract: no call waits longer than its own time limit; send() never sends twice.
class Printer {
  public:
    virtual ~Printer() = default;
    /// @error Unavailable (not there, does not accept), Timeout (it may have been sent: find()),
    ///        BadValue (name or size), Io
    virtual Result<PrintTicket> send(const PrintRequest& request) = 0;
    virtual PrintStatus status(const PrintTicket& ticket) = 0;
    /// Was a job of this name ever sent?
    virtual SentBefore find(const std::string& name) = 0;
    virtual Result<void> cancel(const PrintTicket& ticket) = 0;
    /// The device as it stands now, asked directly: Waiting means ready; OutOfPaper, Jammed,
    /// Offline as named; Unknown: it does not tell.
    virtual PrintStatus health() = 0;
};

}  // namespace outpost
