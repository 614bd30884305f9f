// Receipts: only the hub's own word lets a kiosk forget.
#include "core/sync/receipt.h"

#include "core/sync/export_mark.h"
#include "drivers/random/sodium_random.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::sync;

namespace {

HubKeys make_hub() {
    SodiumRandom random;
    return {"capital", crypto::SigningKey::generate_ed25519(random),
            crypto::BoxKey::generate(random)};
}

Receipt receipt_of(const HubKeys& hub) {
    Receipt receipt;
    receipt.hub = hub.public_part().id();
    receipt.kiosk = std::string(party_id_digits, 'a');
    receipt.made_at = {1'700'000'000'000};
    for (std::int64_t k = 1; k <= 3; ++k)
        receipt.exports.push_back({k, 10 * k, 10 * k + 9, journal::Hash{1, 2, 3}});
    return receipt;
}

std::string outcome(std::string_view text, const HubPublic& hub) {
    const auto result = read_receipt(text, hub);
    return result ? "ok" : std::string(code_name(result.error().code));
}

}  // namespace

TEST_CASE("receipt: comes back as it was signed", "[sync][receipt]") {
    const auto hub = make_hub();
    const auto receipt = receipt_of(hub);
    const auto text = sign_receipt(receipt, hub).value();
    const auto read = read_receipt(text, hub.public_part());
    REQUIRE(read);
    CHECK(read->kiosk == receipt.kiosk);
    CHECK(read->made_at == receipt.made_at);
    REQUIRE(read->exports.size() == 3);
    CHECK(read->exports[2].last == 39);
    CHECK(read->exports[2].head == receipt.exports[2].head);
}

TEST_CASE("receipt: no changed byte, no cut, no other hub", "[sync][receipt]") {
    const auto hub = make_hub();
    const auto text = sign_receipt(receipt_of(hub), hub).value();
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK(outcome(changed, hub.public_part()) != "ok");
    }
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK(outcome(text.substr(0, length), hub.public_part()) != "ok");
    CHECK(outcome(text + "\n", hub.public_part()) == "bad_syntax");
    CHECK(outcome(text, make_hub().public_part()) == "bad_signature");
}

TEST_CASE("receipt: limits hold for what a hub signs, too", "[sync][receipt]") {
    const auto hub = make_hub();
    auto receipt = receipt_of(hub);
    receipt.exports.push_back(receipt.exports.front());
    CHECK(outcome(sign_receipt(receipt, hub).value(), hub.public_part()) == "duplicate");
    receipt = receipt_of(hub);
    receipt.exports[0].last = receipt.exports[0].first - 1;
    CHECK(outcome(sign_receipt(receipt, hub).value(), hub.public_part()) == "bad_value");
    receipt = receipt_of(hub);
    receipt.kiosk = "../../etc";
    CHECK(outcome(sign_receipt(receipt, hub).value(), hub.public_part()) == "bad_value");
    receipt.hub = std::string(party_id_digits, 'b');
    CHECK_FALSE(sign_receipt(receipt, hub));
    receipt = receipt_of(hub);
    receipt.exports.assign(exports_per_receipt_max + 1, receipt.exports[0]);
    CHECK(sign_receipt(receipt, hub).error().code == Errc::TooLong);
}

TEST_CASE("party keys: files of both ends", "[sync]") {
    const auto hub = make_hub();
    const auto shown = hub.public_part();
    const auto text = write_hub_public(shown);
    const auto read = read_hub_public(text);
    REQUIRE(read);
    CHECK(read->id() == shown.id());
    CHECK(is_party_id(shown.id()));
    const auto secret = secret_of(hub);
    CHECK(hub_keys_from("capital", secret.view())->public_part().id() == shown.id());
    CHECK_FALSE(hub_keys_from("capital", secret.view().first(63)));
    CHECK_FALSE(hub_keys_from("", secret.view()));
    const KioskPublic kiosk{"camp 3", shown.sign};
    const auto kiosk_text = write_kiosk_public(kiosk);
    CHECK(read_kiosk_public(kiosk_text)->id() == kiosk.id());
    CHECK_FALSE(read_kiosk_public(text));
    CHECK_FALSE(read_hub_public(kiosk_text));
    for (const auto& bad : {std::string(), std::string("{}"), text + "x",
                            std::string(R"({"outpost_kiosk":2,"name":"a","sign":""})"),
                            std::string(R"({"outpost_kiosk":1,"name":"a","sign":"AAAA"})")}) {
        CHECK_FALSE(read_kiosk_public(bad));
        CHECK_FALSE(read_hub_public(bad));
    }
}
