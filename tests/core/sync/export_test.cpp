// Exports: what the journal has goes to the hub whole, and to nobody else.
#include "core/bytes/base64.h"
#include "core/sync/export_content.h"
#include "core/sync/export_mark.h"
#include "core/sync/sealed_export.h"
#include "drivers/random/sodium_random.h"
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::sync;
using tests::first_morning;
using tests::Kiosk;
using tests::order_of;

namespace {

constexpr std::string_view name_in_credential = "Zzyzx Quillfeather";

struct Ends {
    SodiumRandom random;
    crypto::SigningKey kiosk = crypto::SigningKey::generate_ed25519(random);
    HubKeys hub{"capital", crypto::SigningKey::generate_ed25519(random),
                crypto::BoxKey::generate(random)};
    KioskPublic kiosk_public{"camp 3", kiosk.public_key()};
};

struct Exported {
    journal::ExportRange range;
    std::string content;
};

/// Two certificates, one of them sealed already, and one order that is not signed.
Exported export_of(journal::Journal& journal, Ends& ends) {
    const auto sign = [&](std::string_view code) {
        const auto made = journal.reserve(order_of(code, "a"));
        REQUIRE(made);
        const auto credential = R"({"name":")" + std::string(name_in_credential) + R"("})";
        REQUIRE(journal.record_signed(made->order.number, credential, "key", first_morning));
        return made->order;
    };
    const auto first = sign("P-1");
    sign("P-2");
    REQUIRE(journal.reserve(order_of("P-3", "a")));
    const auto seal = ends.hub.seal.public_key();
    auto sealed = seal_certificate({first.certificate_id, first.kind, "{}", "sealed before"}, seal,
                                   ends.random);
    REQUIRE(journal.record_sealed({{first.number, std::move(sealed).value()}}, first_morning));
    const auto range = journal.begin_export(first_morning);
    REQUIRE(range);
    REQUIRE(*range);
    const auto content = write_export_content(
        journal, **range, {R"({"outpost_tally":1})", R"({"held":2})"}, seal, ends.random);
    REQUIRE(content);
    return {**range, *content};
}

ExportHeader header_of(const Exported& made, const Ends& ends) {
    return {ends.kiosk_public.id(), ends.hub.public_part().id(), made.range.mark,
            made.range.previous,    made.range.mark.number - 1,  first_morning};
}

std::string outcome(const Result<ExportContent>& result) {
    return result ? "ok" : std::string(code_name(result.error().code));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("export: what the kiosk wrote comes out at the hub", "[sync][export]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    Ends ends;
    const auto made = export_of(kiosk.journal(), ends);
    CHECK(made.content.find(name_in_credential) == std::string::npos);  // sealed once more inside
    const auto file = seal_export(header_of(made, ends), as_bytes(made.content),
                                  ends.hub.public_part(), ends.kiosk, ends.random);
    REQUIRE(file);
    CHECK(read_export_header(*file)->mark.head == made.range.mark.head);
    const auto opened = open_export(*file, ends.hub, ends.kiosk_public);
    REQUIRE(opened);
    CHECK(as_text(opened->content) == made.content);
    const auto content =
        read_export_content(as_text(opened->content), opened->header.mark, opened->header.previous);
    REQUIRE(content);
    CHECK(content->entries.size() ==
          static_cast<std::size_t>(made.range.mark.last - made.range.mark.first + 1));
    CHECK(content->report.tally_json == R"({"outpost_tally":1})");
    CHECK(content->report.health_json == R"({"held":2})");
    REQUIRE(content->certificates.size() == 2);
    const auto first = open_certificate(content->certificates[0].sealed, ends.hub.seal);
    const auto second = open_certificate(content->certificates[1].sealed, ends.hub.seal);
    CHECK(first->credential_json == "sealed before");
    CHECK(second->credential_json.find(name_in_credential) != std::string::npos);
    CHECK(second->kind == "certify-v3");
}

TEST_CASE("export: no changed byte, no cut, no other hub or kiosk", "[sync][export]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    Ends ends;
    const auto made = export_of(kiosk.journal(), ends);
    const auto file = seal_export(header_of(made, ends), as_bytes(made.content),
                                  ends.hub.public_part(), ends.kiosk, ends.random)
                          .value();
    for (std::size_t at = 0; at < file.size(); ++at) {
        auto changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x20);
        CHECK_FALSE(open_export(changed, ends.hub, ends.kiosk_public));
    }
    for (std::size_t length = 0; length < file.size(); length += 7)
        CHECK_FALSE(open_export(ByteView(file).first(length), ends.hub, ends.kiosk_public));
    Ends others;
    CHECK(open_export(file, others.hub, ends.kiosk_public).error().code == Errc::BadValue);
    CHECK(open_export(file, ends.hub, others.kiosk_public).error().code == Errc::BadValue);
    // A header that names this kiosk, under another one's signature.
    auto stolen = header_of(made, ends);
    CHECK_FALSE(seal_export(stolen, as_bytes(made.content), ends.hub.public_part(), others.kiosk,
                            ends.random));
}

TEST_CASE("export: content that is not the chain's range", "[sync][export]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    Ends ends;
    const auto made = export_of(kiosk.journal(), ends);
    const auto& mark = made.range.mark;
    const auto& text = made.content;
    const auto read = [&](const std::string& content) {
        return outcome(read_export_content(content, mark, made.range.previous));
    };
    CHECK(read(text) == "ok");
    CHECK(read("") == "truncated");
    CHECK(read(text.substr(0, text.size() - 1)) == "truncated");
    CHECK(read(text.substr(text.find('\n') + 1)) == "bad_value");
    CHECK(read(replaced(text, "reserved", "reservee")) == "bad_checksum");
    CHECK(read(replaced(text, R"("entry":2)", R"("entry":3)")) == "bad_value");
    CHECK(read(replaced(text, R"({"entry":2)", R"({"extra":1,"entry":2)")) == "unsupported");
    CHECK(read(replaced(text, R"({"order":1)", R"({"order":7)")) == "bad_value");
    CHECK(read(text + R"({"tally":"x"})" + "\n") == "duplicate");
    CHECK(read(text + R"({"other":"x"})" + "\n") == "unsupported");
    CHECK(read(text + "[]\n") == "unsupported");
    CHECK(read(text + "\n") == "truncated");
    const auto from = text.find(R"({"order":1)");
    CHECK(read(std::string(text).erase(from, text.find('\n', from) + 1 - from)) == "truncated");
    auto longer = mark;
    longer.last += 1;
    CHECK(outcome(read_export_content(text, longer, made.range.previous)) == "truncated");
    auto other = made.range.previous;
    other[0] ^= 1;
    CHECK(outcome(read_export_content(text, mark, other)) == "bad_checksum");
}

TEST_CASE("export: a certificate whose personal part is gone is not passed over", "[sync]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    Ends ends;
    const auto made = export_of(kiosk.journal(), ends);
    REQUIRE(kiosk.database().run("UPDATE payloads SET credential = NULL WHERE number = 2"));
    const auto again = write_export_content(kiosk.journal(), made.range, {},
                                            ends.hub.seal.public_key(), ends.random);
    CHECK(again.error().code == Errc::NotFound);
}

TEST_CASE("export: names of files", "[sync]") {
    CHECK(export_file_name(7) == "export-000007.opx");
    CHECK(export_file_name(12345678) == "export-12345678.opx");
    for (const auto* good : {"export-000007.opx", "export-12345678.opx"})
        CHECK(is_export_file_name(good));
    for (const auto* bad : {"export-7.opx", "export-00000a.opx", "export-000007.opx.tmp",
                            "../export-000007.opx", "export-.opx", "", "export-opx"})
        CHECK_FALSE(is_export_file_name(bad));
}
