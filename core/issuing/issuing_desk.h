// The order of issuing: check, reserve, sign; each step durable before the next. What a power cut
// interrupts is taken up again from the journal.
#pragma once

#include "core/base/result.h"
#include "core/intake/item_reader.h"
#include "core/issuing/certificate_signer.h"
#include "core/issuing/request_rules.h"
#include "core/journal/journal.h"
#include "core/profile/profile.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::issuing {

enum class ItemStatus : std::uint8_t { Issued, Duplicate, Rejected, Held };

/// "issued", "duplicate", "rejected", "held"
std::string_view item_status_name(ItemStatus status);

/// What became of one item. `order` stands for issued and duplicate ones, with the credential.
struct ItemResult {
    ItemStatus status = ItemStatus::Rejected;
    std::vector<intake::ItemError> errors;
    journal::Order order;
};

/// Where an item comes from.
struct ItemOrigin {
    const profile::RequestKind* kind = nullptr;
    bool is_update = false;
    std::string request_name;
    /// The CSV column of a pointer; may be empty.
    std::function<std::string_view(std::string_view pointer)> column_of;
    /// Events of this file and the content of each: of two updates of one event, which one is meant
    /// can not be told. May be null.
    std::map<std::string, std::string>* updated = nullptr;
};

/// Which symbol every certificate must fit into: form, level and room of the layout that is
/// printed.
struct SymbolLimit {
    PayloadForm form = PayloadForm::Divoc;
    EccLevel level = EccLevel::M;
    std::int32_t version_max = 40;
};

/// For one thread. Journal, profile and signer outlive it.
class IssuingDesk {
  public:
    IssuingDesk(const profile::Profile& profile, CertificateSigner& signer,
                journal::Journal& journal, SymbolLimit limit)
        : profile_(profile), signer_(signer), journal_(journal), limit_(limit) {}

    /// Takes one item to its end on this desk. An item's fault is a result; an error is the
    /// machine's (journal full, damaged), and the item stands as the journal last had it.
    /// @error those of Journal
    Result<ItemResult> admit(const intake::Item& item, const ItemOrigin& origin, UtcInstant at);

    /// What admit() would make of the item now, with nothing changed.
    struct Preview {
        CheckedRequest request;  // with its errors
        journal::Outcome outcome = journal::Outcome::New;
        std::string earlier_id;  // of the certificate that the outcome speaks of
    };
    /// @error those of Journal
    Result<Preview> preview(const intake::Item& item, const ItemOrigin& origin, UtcInstant at);

    /// The operator releases a held item as a correction of the certificate that stands.
    Result<ItemResult> correct(const journal::HeldItem& held, UtcInstant at);

    /// Checks that the journal's credential is still the one that was signed.
    /// @error BadSignature
    Result<void> prove(const journal::Order& order) {
        return signer_.prove(order.credential_json, order.reserved_at);
    }

    /// Signs a reserved order; others come back as they are. One that can not be signed is given
    /// up: its event is free again.
    /// @error those of CertificateSigner and Journal
    Result<journal::Order> finish_signing(journal::Order order);

  private:
    struct Admission;
    [[nodiscard]] journal::NewOrder order_for(const CheckedRequest& request,
                                              const ItemOrigin& origin, std::int64_t index,
                                              UtcInstant at) const;
    Result<std::string> sign(const journal::Order& order);
    Result<ItemResult> settle(const Admission& admission, journal::Reservation reservation);
    Result<ItemResult> reject(const Admission& admission, std::vector<intake::ItemError> errors);
    Result<ItemResult> hold(const Admission& admission, intake::ItemCode code, std::string text,
                            const std::string& earlier_id);
    static bool is_second_update(const Admission& admission);
    std::vector<intake::ItemError> size_faults(const Admission& admission, const json::Value& item);

    const profile::Profile& profile_;
    CertificateSigner& signer_;
    journal::Journal& journal_;
    SymbolLimit limit_;
};

}  // namespace outpost::issuing
