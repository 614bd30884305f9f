#include "tests/core/hub/simulated_kiosk.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/journal/chain.h"
#include "core/json/writer.h"
#include "core/sync/receipt.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace outpost::tests {

namespace {

void must(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

std::string request_of(const Vaccination& vaccination) {
    json::Writer out;
    out.begin_object().key("preEnrollmentCode").value(vaccination.code);
    out.key("programId").value("c19").key("recipient").begin_object();
    out.key("name").value(vaccination.name).key("contact").begin_array();
    out.value("tel:0700").end_array().end_object();
    out.key("vaccination").begin_object().key("dose").value(vaccination.dose).end_object();
    out.key("meta").begin_object().key("site").value("camp").end_object().end_object();
    return std::move(out).take();
}

std::string credential_of(const std::string& id, const Vaccination& vaccination) {
    json::Writer out;
    out.begin_object().key("id").value(id).key("name").value(vaccination.name);
    out.key("filler").value(vaccination.filler).end_object();
    return std::move(out).take();
}

std::string one_text(const char* name, const std::string& value) {
    json::Writer out;
    out.begin_object().key(name).value(value).end_object();
    return std::move(out).take() + "\n";
}

}  // namespace

SimulatedKiosk::SimulatedKiosk(const sync::HubPublic& hub, std::string name, std::int64_t first_id)
    : hub_(&hub),
      key_(std::make_shared<crypto::SigningKey>(crypto::SigningKey::generate_ed25519(random_))),
      public_{std::move(name), key_->public_key()},
      next_id_(first_id) {}

std::string SimulatedKiosk::append(UtcInstant at, std::string kind, std::string body) {
    Entry made;
    made.entry = {
        static_cast<std::int64_t>(entries_.size()) + 1, at, std::move(kind), std::move(body), {}};
    const auto previous = entries_.empty() ? journal::Hash{} : entries_.back().hash;
    made.hash =
        journal::entry_hash(previous, {made.entry.sequence, at, made.entry.kind, made.entry.body});
    made.entry.hash_hex = bytes::encode_hex(made.hash);
    const auto id = hub::message_id_of(public_.id(), made.entry);
    entries_.push_back(std::move(made));
    return id;
}

std::string SimulatedKiosk::sign(const Vaccination& vaccination, UtcInstant at) {
    return sign_as(std::to_string(next_id_++), vaccination, at);
}

std::string SimulatedKiosk::sign_as(const std::string& certificate_id,
                                    const Vaccination& vaccination, UtcInstant at) {
    const auto order = next_order_++;
    append(at, "reserved", R"({"order":)" + std::to_string(order) + "}");
    json::Writer body;
    body.begin_object().key("order").value(order).key("id").value(certificate_id);
    body.key("replaces").value(vaccination.replaces).end_object();
    message_ids_.insert(append(at, "signed", std::move(body).take()));
    entries_.back().order = order;
    auto sealed = sync::seal_certificate({certificate_id, "certify-v3", request_of(vaccination),
                                          credential_of(certificate_id, vaccination)},
                                         hub_->seal, random_);
    must(sealed.has_value(), "sealing");
    entries_.back().sealed = std::move(*sealed);
    certificates_.insert(certificate_id);
    return certificate_id;
}

void SimulatedKiosk::print_last(UtcInstant at) {
    message_ids_.insert(append(
        at, "print", R"({"order":)" + std::to_string(next_order_ - 1) + R"(,"state":"printed"})"));
}

void SimulatedKiosk::revoke(const std::vector<std::string>& ids, UtcInstant at) {
    json::Writer body;
    body.begin_object().key("ids").begin_array();
    for (const auto& id : ids) body.value(id);
    body.end_array().end_object();
    const auto message = append(at, "revoked", std::move(body).take());
    for (std::size_t index = 1; index <= ids.size(); ++index)
        message_ids_.insert(message + "-" + std::to_string(index));
}

std::optional<std::int64_t> SimulatedKiosk::begin_export() {
    const auto newest = static_cast<std::int64_t>(entries_.size());
    const auto before = exports_.empty() ? std::int64_t{0} : exports_.back().range.mark.last;
    if (newest == before) return std::nullopt;
    journal::ExportRange range;
    range.mark = {static_cast<std::int64_t>(exports_.size()) + 1, before + 1, newest,
                  entries_.back().hash};
    if (before > 0) range.previous = entries_[static_cast<std::size_t>(before) - 1].hash;
    exports_.push_back({range, false});
    return range.mark.number;
}

std::string SimulatedKiosk::content_of(const journal::ExportMark& mark) const {
    std::string content;
    for (auto sequence = mark.first; sequence <= mark.last; ++sequence) {
        const auto& made = entries_[static_cast<std::size_t>(sequence) - 1];
        json::Writer line;
        line.begin_object().key("entry").value(sequence).key("at_ms");
        line.value(made.entry.at.since_epoch_ms).key("kind").value(made.entry.kind);
        line.key("body").value(made.entry.body).end_object();
        content += std::move(line).take() + "\n";
        if (made.order == 0) continue;
        json::Writer certificate;
        certificate.begin_object().key("order").value(made.order);
        certificate.key("sealed").value(bytes::encode_base64(made.sealed)).end_object();
        content += std::move(certificate).take() + "\n";
    }
    return content + one_text("health", R"({"orders":)" + std::to_string(next_order_ - 1) + "}");
}

std::int64_t SimulatedKiosk::settled() const {
    const auto open = std::find_if(exports_.begin(), exports_.end(),
                                   [](const Export& made) { return !made.is_received; });
    return std::distance(exports_.begin(), open);
}

Bytes SimulatedKiosk::file_of(std::int64_t number, UtcInstant at) {
    const auto& range = exports_.at(static_cast<std::size_t>(number) - 1).range;
    const sync::ExportHeader header{
        public_.id(), hub_->id(), range.mark, range.previous, std::min(settled(), number - 1), at};
    auto file = sync::seal_export(header, as_bytes(content_of(range.mark)), *hub_, *key_, random_);
    must(file.has_value(), "sealing an export");
    return std::move(*file);
}

int SimulatedKiosk::take_receipt(const std::string& text) {
    const auto receipt = sync::read_receipt(text, *hub_);
    must(receipt.has_value() && receipt->kiosk == public_.id(), "receipt");
    int taken = 0;
    for (const auto& mark : receipt->exports) {
        auto& made = exports_.at(static_cast<std::size_t>(mark.number) - 1);
        must(made.range.mark == mark, "a receipt for something else");
        taken += made.is_received ? 0 : 1;
        made.is_received = true;
    }
    return taken;
}

std::vector<std::int64_t> SimulatedKiosk::open_exports() const {
    std::vector<std::int64_t> open;
    for (const auto& made : exports_)
        if (!made.is_received) open.push_back(made.range.mark.number);
    return open;
}

journal::ExportMark SimulatedKiosk::mark_of(std::int64_t number) const {
    return exports_.at(static_cast<std::size_t>(number) - 1).range.mark;
}

Result<void> MemoryBus::send(std::span<const BusMessage> sent) {
    for (std::size_t index = 0; index < sent.size(); ++index)
        if (sent[index].value.size() > bytes_max) return Error{Errc::TooLong, index, "test"};
    if (fails_with) return *std::exchange(fails_with, std::nullopt);
    messages.insert(messages.end(), sent.begin(), sent.end());
    ++transactions;
    if (std::exchange(loses_answer, false)) return Error{Errc::Timeout, 0, "test"};
    return {};
}

std::map<std::string, std::string> MemoryBus::by_key(const std::string& topic) const {
    std::map<std::string, std::string> found;
    for (const auto& message : messages) {
        if (message.topic != topic) continue;
        const auto [at, is_new] = found.emplace(message.key, message.value);
        must(is_new || at->second == message.value, "one id, two messages");
    }
    return found;
}

sync::HubKeys TestHub::keys() {
    Bytes secret(64);
    for (std::size_t at = 0; at < secret.size(); ++at) secret[at] = static_cast<std::uint8_t>(at);
    auto keys = sync::hub_keys_from("capital", secret);
    must(keys.has_value(), "keys of the hub");
    return std::move(*keys);
}

TestHub::TestHub(std::string folder, FaultVfs* faults)
    : folder_(std::move(folder)),
      own_faults_(faults == nullptr ? std::make_unique<FaultVfs>(no_fault) : nullptr),
      faults_(faults == nullptr ? *own_faults_ : *faults),
      fault_calls_(faults_),
      files_(fault_calls_),
      identity_(hub::HubIdentity::make(keys()).value()),
      public_(identity_.keys.public_part()) {}

Result<void> TestHub::open() {
    close();
    OUTPOST_TRY(database_, SqliteDatabase::open(folder_ + "/hub.db", faults_.name()));
    OUTPOST_TRY(auto desk,
                hub::HubDesk::open(folder_, identity_, {*database_, files_, folders_, random_}));
    desk_.emplace(std::move(desk));
    return {};
}

void TestHub::close() {
    desk_.reset();
    database_.reset();
}

}  // namespace outpost::tests
