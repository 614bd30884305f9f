#include "core/issuing/issuing_desk.h"

#include "core/crypto/digest.h"
#include "core/formats/qr_capacity.h"
#include "core/issuing/item_check.h"
#include "core/json/reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace outpost::issuing {

namespace {

using intake::ItemCode;
using intake::ItemError;

std::vector<ItemError> one_error(std::string path, ItemCode code, std::string text) {
    std::vector<ItemError> errors;
    errors.push_back({std::move(path), code, std::move(text), 0, {}});
    return errors;
}

/// "required,bad_date": what the journal keeps of a refusal.
std::string codes_of(const std::vector<ItemError>& errors) {
    std::string out;
    for (const auto& error : errors) {
        const auto name = intake::item_code_name(error.code);
        if (out.find(name) != std::string::npos) continue;
        if (!out.empty()) out += ',';
        out += name;
    }
    return out;
}

}  // namespace

std::string_view item_status_name(ItemStatus status) {
    static constexpr std::array<std::string_view, 4> names = {"issued", "duplicate", "rejected",
                                                              "held"};
    return names[static_cast<std::size_t>(status)];
}

/// One item on its way over the desk.
struct IssuingDesk::Admission {
    const ItemOrigin& origin;
    std::int64_t index = 0;
    std::int64_t row = 0;
    UtcInstant at;
    CheckedRequest request;

    /// Adds row and column of a CSV file to each error.
    void place(std::vector<ItemError>& errors) const {
        for (auto& error : errors) {
            if (row != 0 && error.row == 0) error.row = row;
            if (origin.column_of && error.column.empty())
                error.column = std::string(origin.column_of(error.path));
        }
    }
};

Result<ItemResult> IssuingDesk::reject(const Admission& admission, std::vector<ItemError> errors) {
    admission.place(errors);
    OUTPOST_TRY_VOID(journal_.record_rejected(admission.origin.request_name, admission.index,
                                              codes_of(errors), admission.at));
    ItemResult result;
    result.status = ItemStatus::Rejected;
    result.errors = std::move(errors);
    return result;
}

Result<ItemResult> IssuingDesk::hold(const Admission& admission, ItemCode code, std::string text,
                                     const std::string& earlier_id) {
    journal::HeldItem held;
    held.reason = intake::item_code_name(code);
    held.request_name = admission.origin.request_name;
    held.request_index = admission.index;
    held.kind = admission.origin.kind->name;
    held.certificate_id = earlier_id;
    held.request_json = admission.request.json;
    held.held_at = admission.at;
    OUTPOST_TRY(const auto number, journal_.hold(held));
    ItemResult result;
    result.status = ItemStatus::Held;
    result.errors =
        one_error("/preEnrollmentCode", code, text + "; held as item " + std::to_string(number));
    admission.place(result.errors);
    return result;
}

std::vector<ItemError> IssuingDesk::size_faults(const Admission& admission,
                                                const json::Value& item) {
    const auto bytes =
        signer_.payload_bytes_max(*admission.origin.kind, item, admission.at, limit_.form);
    if (!bytes)
        return one_error(
            {}, ItemCode::NotSignable,
            std::string("no certificate can be made from this: ") + bytes.error().what);
    const auto version = formats::smallest_version(*bytes, limit_.level);
    if (version && *version <= limit_.version_max) return {};
    return one_error({}, ItemCode::DoesNotFit,
                     "the certificate needs " + std::to_string(*bytes) +
                         " bytes, more than the symbol holds: shorten names and addresses");
}

bool IssuingDesk::is_second_update(const Admission& admission) {
    auto* updated = admission.origin.updated;
    if (updated == nullptr || !admission.origin.is_update) return false;
    const auto& request = admission.request;
    const auto key = request.pre_enrollment_code + '\n' + std::to_string(request.dose);
    const auto digest = crypto::sha256(as_bytes(request.content));
    const auto [place, is_new] = updated->emplace(key, std::string(as_text(digest)));
    return !is_new && place->second != as_text(digest);
}

journal::NewOrder IssuingDesk::order_for(const CheckedRequest& request, const ItemOrigin& origin,
                                         std::int64_t index, UtcInstant at) const {
    journal::NewOrder order;
    order.key = {
        request.pre_enrollment_code,
        profile_.uses_program_id() ? std::string_view(request.program_id) : std::string_view(),
        request.dose};
    order.content = request.content;
    order.kind = origin.kind->name;
    order.request_json = request.json;
    order.request_name = origin.request_name;
    order.request_index = index;
    order.at = at;
    order.is_update = origin.is_update;
    order.previous_id = request.previous_id;
    order.update_limit = profile_.update_limit();
    return order;
}

Result<IssuingDesk::Preview> IssuingDesk::preview(const intake::Item& item,
                                                  const ItemOrigin& origin, UtcInstant at) {
    Preview preview;
    preview.request.errors = item.errors;
    if (item.errors.empty()) preview.request = check_item(profile_, *origin.kind, item.text, at);
    if (!preview.request.errors.empty()) return preview;
    OUTPOST_TRY(const auto found,
                journal_.look_up(order_for(preview.request, origin, item.index, at)));
    preview.outcome = found.outcome;
    preview.earlier_id = found.order.certificate_id;
    return preview;
}

Result<ItemResult> IssuingDesk::admit(const intake::Item& item, const ItemOrigin& origin,
                                      UtcInstant at) {
    Admission admission{origin, item.index, item.row, at, {}};
    if (!item.errors.empty()) return reject(admission, item.errors);
    admission.request = check_item(profile_, *origin.kind, item.text, at);
    if (!admission.request.errors.empty()) return reject(admission, admission.request.errors);
    if (is_second_update(admission))
        return reject(admission, one_error("/preEnrollmentCode", ItemCode::DuplicateInFile,
                                           "this file has another update of the same dose"));
    OUTPOST_TRY(const auto normalised, json::read(admission.request.json));
    if (auto faults = size_faults(admission, normalised.root()); !faults.empty())
        return reject(admission, std::move(faults));

    const auto order = order_for(admission.request, origin, item.index, at);
    OUTPOST_TRY(auto reservation, journal_.reserve(order));
    return settle(admission, std::move(reservation));
}

Result<ItemResult> IssuingDesk::settle(const Admission& admission,
                                       journal::Reservation reservation) {
    using journal::Outcome;
    const std::string& earlier_id = reservation.order.certificate_id;
    switch (reservation.outcome) {
        case Outcome::New:
        case Outcome::Duplicate: {
            ItemResult result;
            result.status =
                reservation.outcome == Outcome::New ? ItemStatus::Issued : ItemStatus::Duplicate;
            auto order = finish_signing(std::move(reservation.order));
            if (!order && order.error().code != Errc::Io)
                return reject(admission,
                              one_error({}, ItemCode::NotSignable,
                                        std::string("cannot be signed: ") + order.error().what));
            if (!order) return order.error();
            result.order = std::move(order).value();
            return result;
        }
        case Outcome::Conflict:
            return hold(admission, ItemCode::Conflict,
                        "this dose has certificate " + earlier_id + " with other content",
                        earlier_id);
        case Outcome::NoCertificate:
            return reject(admission, one_error("/preEnrollmentCode", ItemCode::NoCertificate,
                                               "no certificate of this dose was issued here"));
        case Outcome::UpdateLimit:
            return reject(admission,
                          one_error("/preEnrollmentCode", ItemCode::UpdateLimit,
                                    "certificate " + earlier_id +
                                        " has been corrected as often as the profile allows"));
        case Outcome::PreviousDiffers:
            return reject(admission,
                          one_error("/meta/previousCertificateId", ItemCode::PreviousDiffers,
                                    "the newest certificate of this dose is " + earlier_id));
    }
    return Error{Errc::BadValue, 0, "outcome of a reservation"};
}

Result<ItemResult> IssuingDesk::correct(const journal::HeldItem& held, UtcInstant at) {
    ItemOrigin origin;
    origin.kind = profile_.kind(held.kind);
    origin.request_name = held.request_name;
    if (origin.kind == nullptr || held.request_json.empty())
        return Error{Errc::NotFound, 0, "the held item has no request of this profile"};
    // Whatever stands now is corrected: it may be newer than what the item was held against.
    origin.is_update = true;
    intake::Item item;
    item.index = held.request_index;
    item.text = held.request_json;
    return admit(item, origin, at);
}

Result<journal::Order> IssuingDesk::finish_signing(journal::Order order) {
    if (order.step != journal::Step::Reserved) return order;
    auto credential = sign(order);
    if (!credential) {
        // A profile that lets through what cannot be signed: the event must not stay taken.
        OUTPOST_TRY_VOID(journal_.record_abandoned(order.number, code_name(credential.error().code),
                                                   order.reserved_at));
        return credential.error();
    }
    OUTPOST_TRY_VOID(journal_.record_signed(order.number, *credential,
                                            signer_.verification_method(), order.reserved_at));
    order.credential_json = std::move(credential).value();
    order.step = journal::Step::Signed;
    return order;
}

Result<std::string> IssuingDesk::sign(const journal::Order& order) {
    const auto* kind = profile_.kind(order.kind);
    if (kind == nullptr) return Error{Errc::NotFound, 0, "the profile has no such kind of request"};
    OUTPOST_TRY(const auto item, json::read(order.request_json));
    return signer_.sign({kind, &item.root(), order.certificate_id, order.reserved_at});
}

}  // namespace outpost::issuing
