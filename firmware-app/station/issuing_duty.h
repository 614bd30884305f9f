// Everything that is open while certificates are issued; opened in one order, with one message for
// each thing that can be wrong.
#pragma once

#include "firmware-app/station/issuer_setup.h"
#include "firmware-app/station/trusted_clock.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::station {

/// Which ids a duty may give out.
struct BlockChoice {
    std::optional<std::int64_t> kiosk;
    std::string block;  // FIRST-LAST
};

/// "10000000000-10000999999"; nothing for text that names no block.
std::optional<journal::NumberBlock> parse_block(std::string_view text);

/// What --block must be, for a person.
inline constexpr const char* block_words =
    "--block is FIRST-LAST, each of 11 digits, not beginning with 0";

/// Heap-allocated parts refer to each other and stay where they are.
class IssuingDuty {
  public:
    /// Opens all of it; says on stderr what is wrong. Without `needs_key` nothing can be signed.
    /// @return null, and the exit code in `exit`
    static std::unique_ptr<IssuingDuty> open(const IssuerArguments& arguments, bool needs_key,
                                             const IssuePorts& ports, const Console& console,
                                             int& exit);

    /// Checks clock and state folder and gives the block: what must hold before anything is
    /// signed. Takes up what was left unfinished. False, message and exit code environment.
    bool begin_issuing(const BlockChoice& choice);

    /// Takes every item of a source. False after a failure of the machine (said on stderr).
    bool take_all(ByteSource& source, const std::string& name, const std::string& kind);
    /// Finishes what is under way and writes the revocation list. False after a failure.
    bool finish();

    [[nodiscard]] runtime::IssueRun& run() { return *run_; }
    [[nodiscard]] StateFolder& state() { return *state_; }
    [[nodiscard]] const profile::Profile& profile() const { return *profile_; }
    [[nodiscard]] issuing::IssuingDesk& desk() { return *desk_; }
    [[nodiscard]] Printer* printer() { return printer_.get(); }
    /// The clock shows no earlier time than the build and the journal, and somebody vouches for it;
    /// else says so.
    [[nodiscard]] bool is_clock_good() { return is_clock_good(0); }
    /// Some item was neither issued nor a duplicate.
    [[nodiscard]] bool has_refused() const { return has_refused_; }
    /// Prints what became of an item, and remembers a refusal.
    void report(const runtime::FinishedItem& item);
    void note_refused() { has_refused_ = true; }
    [[nodiscard]] UtcInstant now() const { return at_ ? *at_ : clock_->now(); }
    /// Says why the machine could not go on.
    void tell_failure(const Error& error) const;

  private:
    IssuingDuty(const IssuePorts& ports, const Console& console)
        : ports_(ports), console_(console) {}

    bool open_profile(const IssuerArguments& arguments, int& exit);
    bool open_key(const IssuerArguments& arguments, int& exit);
    bool open_run(const IssuerArguments& arguments, int& exit);
    [[nodiscard]] bool is_clock_good(std::int64_t tolerance_ms);
    void tell_early(UtcInstant shown, UtcInstant floor) const;
    bool give_block(const BlockChoice& choice);
    void show_progress(std::int64_t items, std::uint64_t bytes, std::uint64_t of_bytes) const;

    const IssuePorts& ports_;
    const Console& console_;
    bool json_ = false;
    bool has_refused_ = false;
    bool has_withdrawn_ = true;  // the list may be older than the journal: written once at least
    std::optional<UtcInstant> at_;
    std::optional<profile::Profile> profile_;
    const profile::PageLayout* layout_ = nullptr;
    std::optional<proof::KeyFile> key_file_;
    std::optional<crypto::SigningKey> key_;
    std::optional<issuing::CertificateSigner> signer_;
    std::optional<StateFolder> state_;
    std::optional<TrustedClock> own_clock_;
    TrustedClock* clock_ = nullptr;
    std::unique_ptr<Printer> printer_;
    std::optional<issuing::IssuingDesk> desk_;
    std::unique_ptr<runtime::PageWorkers> pages_;
    std::optional<runtime::IssueRun> run_;
};

}  // namespace outpost::station
