#include "tests/core/journal/kiosk.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace outpost::tests {

crypto::SecretBytes person_key(std::uint8_t value) {
    return crypto::SecretBytes::copy_of(Bytes(journal::person_key_bytes, value));
}

bool FaultFiles::fails() {
    switch (faults_.next()) {
        case FaultAction::None:
            return false;
        case FaultAction::TearAndEnd:
            ::_exit(ended_by_fault);
        case FaultAction::ReadOnly:
            errno = EROFS;
            return true;
        case FaultAction::DiskFull:
            errno = ENOSPC;
            return true;
        default:
            errno = EIO;
            return true;
    }
}

int FaultFiles::open_file(const char* path, int flags, mode_t mode) {
    if ((flags & O_CREAT) != 0 && fails()) return -1;
    return system_file_calls().open_file(path, flags, mode);
}
ssize_t FaultFiles::write_bytes(int file, const std::uint8_t* bytes, std::size_t count) {
    return fails() ? -1 : system_file_calls().write_bytes(file, bytes, count);
}
int FaultFiles::sync_file(int) {
    return fails() ? -1 : 0;
}
int FaultFiles::close_file(int file) {
    return system_file_calls().close_file(file);
}
int FaultFiles::rename_file(const char* from, const char* to) {
    return fails() ? -1 : system_file_calls().rename_file(from, to);
}
int FaultFiles::unlink_file(const char* path) {
    return system_file_calls().unlink_file(path);
}
int FaultFiles::link_file(const char* from, const char* to) {
    return system_file_calls().link_file(from, to);
}
int FaultFiles::move_file(const char* from, const char* to) {
    return system_file_calls().move_file(from, to);
}
int FaultFiles::make_folder(const char* path, mode_t mode) {
    return system_file_calls().make_folder(path, mode);
}
int FaultFiles::remove_folder(const char* path) {
    return system_file_calls().remove_folder(path);
}
int FaultFiles::lock_file(int file) {
    return system_file_calls().lock_file(file);
}

Kiosk::Kiosk(std::string folder, std::string machine, FaultVfs* faults)
    : folder_(std::move(folder)),
      machine_(std::move(machine)),
      own_faults_(faults == nullptr ? std::make_unique<FaultVfs>(no_fault) : nullptr),
      faults_(faults == nullptr ? *own_faults_ : *faults),
      fault_calls_(faults_),
      files_(fault_calls_) {}

Result<void> Kiosk::open(UtcInstant now) {
    close();
    OUTPOST_TRY(database_, SqliteDatabase::open(database_path(), faults_.name()));
    OUTPOST_TRY(journal_, journal::Journal::open(*database_, person_key(),
                                                 {&folders_, &files_, folder_, machine_}, now));
    return {};
}

void Kiosk::start() {
    REQUIRE(open());
    const auto standstill = journal_->begin_issuing(first_morning);
    REQUIRE(standstill);
    if (*standstill == journal::Standstill::NoBlock)
        REQUIRE(journal_->assign_block(journal::block_of_kiosk(3).value(), first_morning));
    else
        REQUIRE(*standstill == journal::Standstill::None);
}

void Kiosk::close() {
    journal_.reset();
    database_.reset();
}

journal::NewOrder order_of(std::string_view code, std::string_view content, std::int64_t dose) {
    journal::NewOrder order;
    order.key = {code, "programme", dose};
    order.content = content;
    order.kind = "certify-v3";
    order.request_json = R"({"a":1})";
    order.request_name = "today.json";
    order.at = first_morning;
    return order;
}

journal::Order issue(journal::Journal& journal, const journal::NewOrder& order) {
    auto reservation = journal.reserve(order);
    REQUIRE(reservation);
    REQUIRE(reservation->outcome == journal::Outcome::New);
    const auto number = reservation->order.number;
    REQUIRE(journal.record_signed(number, R"({"signed":1})", "did:example:key", order.at));
    REQUIRE(journal.record_rendered(number, order.at));
    return std::move(reservation->order);
}

std::vector<std::string> entry_kinds(journal::Journal& journal) {
    std::vector<std::string> kinds;
    REQUIRE(journal.entries(1, [&](const journal::Entry& entry) {
        kinds.push_back(entry.kind);
        return true;
    }));
    return kinds;
}

}  // namespace outpost::tests
