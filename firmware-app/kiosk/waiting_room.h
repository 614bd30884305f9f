// Requests that wait at a kiosk until an operator or the person asks for them. The files lie in
// STATE/queue/waiting/KIND; what became of an item is the journal's word, but for items that were
// held or refused here: their numbers stand in FILE.settled.
#pragma once

#include "core/names/name_folder.h"
#include "firmware-app/session/facts.h"
#include "firmware-app/station/issuing_duty.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::kiosk {

/// Rows beyond are not listed until others are done; their files stay.
inline constexpr std::size_t rows_max = 100'000;

class WaitingRoom {
  public:
    /// Whether the file at a path may be issued from: asked at each reading, so that a file that
    /// was put there past the watch is not.
    using MayTake = std::function<bool(const std::string& path)>;

    WaitingRoom(station::IssuingDuty& duty, const station::IssuePorts& ports,
                names::NameFolder folder, MayTake may_take);

    /// Reads all files anew. @error Io
    Result<void> load();
    /// Takes one more file of STATE/queue/waiting/KIND. Items that are refused or in conflict go
    /// over the desk at once, so that the journal knows of them. @error Io, those of Journal
    Result<void> admit(const std::string& kind, const std::string& file);

    struct Selection {
        std::string search;  // any part of the folded name or the code
        session::QueueSort sort = session::QueueSort::Name;
        std::int64_t first = 0;
        std::int32_t rows = 5;
    };
    [[nodiscard]] session::QueuePage page(const Selection& selection) const;
    [[nodiscard]] std::int64_t waiting() const { return static_cast<std::int64_t>(rows_.size()); }
    [[nodiscard]] std::optional<UtcInstant> oldest() const;
    [[nodiscard]] std::optional<std::int64_t> number_of_code(std::string_view code) const;
    /// The row that waits longest; nothing when none does.
    [[nodiscard]] std::optional<std::int64_t> next() const;

    struct Request {
        intake::Item item;
        std::string file;
        std::string kind;
    };
    /// Reads the item of a row from its file. @error NotFound, Io
    Result<Request> request_of(std::int64_t number);
    /// What will be printed, for the person.
    Result<session::ConfirmView> confirm_view(std::int64_t number);
    /// Issued, or a duplicate: the journal keeps it. @error Io
    Result<void> done(std::int64_t number);
    /// Held or refused: not listed again. @error Io
    Result<void> settle(std::int64_t number);

  private:
    struct Row {
        std::string file;
        std::string kind;
        std::int64_t index = 0;
        std::string name;
        std::string folded;
        std::string birth_year;
        std::string dose;
        std::string code;  // preEnrollmentCode
        UtcInstant since;
    };

    Result<void> take_file(const std::string& kind, const std::string& file, bool is_new);
    Result<bool> take_item(const intake::Item& item, const issuing::ItemOrigin& origin,
                           bool is_new);
    Result<void> drop(std::int64_t number);
    [[nodiscard]] std::string folder_of(const std::string& kind) const;
    [[nodiscard]] std::set<std::int64_t> settled_of(const std::string& path) const;
    [[nodiscard]] std::vector<std::int64_t> selected(const Selection& selection) const;

    station::IssuingDuty& duty_;
    const station::IssuePorts& ports_;
    names::NameFolder folder_;
    MayTake may_take_;
    std::int64_t last_number_ = 0;
    std::map<std::int64_t, Row> rows_;  // by number
};

}  // namespace outpost::kiosk
