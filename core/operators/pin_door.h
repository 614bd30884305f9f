// The staff door of one state folder: a try is on the disk as failed before its PIN is looked at.
//     begin() on the main loop -> roster.find_by_pin() in a worker -> end() on the main loop
#pragma once

#include "core/operators/lock_out.h"
#include "core/operators/roster.h"
#include "core/ports/file_store.h"
#include "core/ports/random.h"

#include <optional>
#include <string>
#include <string_view>

namespace outpost::operators {

inline constexpr std::string_view roster_file_name = "operators.json";
inline constexpr std::string_view lock_file_name = "operator-lock.json";
/// Kind of the journal's entry about a try; its body is PinAnswer::journal_body.
inline constexpr std::string_view try_entry_kind = "pin_tried";

/// A try that has begun, and counts as failed until end() says otherwise.
struct PinTry {
    LockState before;
    LockState counted;
    OperatorRoster roster;  // as it was when the try began
};

/// @field who           whose PIN it was; nothing: wrong, or nobody has it
/// @field journal_body  compact JSON without names and digits
/// @field is_stored     false: after a right PIN the lock could not be written; the try stays
///                      counted as failed, and the disk wants looking at
struct PinAnswer {
    std::optional<Operator> who;
    Standing standing;
    std::string journal_body;
    bool is_stored = true;
};

/// Reads its files anew each time, so that `outpost operator` works beside a running kiosk. For one
/// thread.
class PinDoor {
  public:
    PinDoor(FileStore& files, std::string state_folder)
        : files_(files), folder_(std::move(state_folder)) {}

    /// What the PIN page shows; also to be asked now and then, so that a pause that is over is
    /// noted before the machine is switched off.
    /// @error Io
    Result<Standing> standing(const ClockReading& now);
    /// Counts a try. @error Unavailable (a pause lasts: nothing is counted), Io (not counted: the
    /// PIN must not be looked at), those of OperatorRoster::parse (nothing is counted)
    Result<PinTry> begin(const ClockReading& now);
    /// Tells the outcome of the try that begin() gave last.
    PinAnswer end(const PinTry& begun, std::optional<Operator> who, const ClockReading& now);
    /// Takes the lock off. @error Io
    Result<void> clear();

  private:
    Result<LockState> load(const ClockReading& now);
    Result<void> store(const LockState& state);

    FileStore& files_;
    std::string folder_;
};

/// The roster of a state folder; nobody when there is no file.
/// @error Io, TooLong, those of OperatorRoster::parse
Result<OperatorRoster> read_roster(FileStore& files, const std::string& state_folder);
/// Durable, readable by its owner only. @error Io
Result<void> write_roster(FileStore& files, const std::string& state_folder,
                          const OperatorRoster& roster);

/// A name of this run of the machine: Linux' boot id, or else random digits, which then must be
/// kept for as long as the program runs.
std::string boot_name(FileStore& files, Random& random);

}  // namespace outpost::operators
