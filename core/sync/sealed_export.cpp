#include "core/sync/sealed_export.h"

#include "core/bytes/hex.h"
#include "core/crypto/blake2b.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/export_mark.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <utility>

namespace outpost::sync {

namespace {

constexpr std::size_t signature_bytes = 64;
constexpr std::string_view signed_as = "outpost-sealed-export/1\n";
constexpr std::string_view name_start = "export-";
constexpr std::string_view name_end = ".opx";

std::string write_header(const ExportHeader& header) {
    json::Writer out;
    out.begin_object().key("outpost_export").value(1);
    out.key("kiosk").value(header.kiosk).key("hub").value(header.hub);
    write_mark(out, header.mark);
    out.key("previous").value(bytes::encode_hex(header.previous));
    out.key("settled").value(header.settled);
    out.key("made_at").value(format_rfc3339(header.made_at)).end_object();
    return std::move(out).take() + "\n";
}

/// The header's line with its end; empty when there is none within the limit.
ByteView header_line(ByteView file) {
    const auto within = file.first(std::min(file.size(), export_header_bytes_max));
    const auto end = std::find(within.begin(), within.end(), std::uint8_t{'\n'});
    if (end == within.end()) return {};
    return within.first(static_cast<std::size_t>(end - within.begin()) + 1);
}

/// What is signed: the purpose, then the digest of everything before the signature.
Bytes to_be_signed(ByteView before) {
    Bytes message = to_bytes(as_bytes(signed_as));
    const auto digest = crypto::blake2b_512(before);
    message.insert(message.end(), digest.begin(), digest.end());
    return message;
}

}  // namespace

Result<Bytes> seal_export(const ExportHeader& header, ByteView content, const HubPublic& hub,
                          const crypto::SigningKey& kiosk, Random& random) {
    if (header.hub != hub.id() || header.kiosk != kiosk_id_of(kiosk.public_key()))
        return Error{Errc::BadValue, 0, "header of an export"};
    const auto line = write_header(header);
    auto file = to_bytes(as_bytes(line));
    OUTPOST_TRY(const auto sealed, crypto::seal_long_to(hub.seal, content, as_bytes(line), random));
    file.insert(file.end(), sealed.begin(), sealed.end());
    OUTPOST_TRY(const auto signature, kiosk.sign_ed25519(to_be_signed(file)));
    file.insert(file.end(), signature.begin(), signature.end());
    return file;
}

Result<ExportHeader> read_export_header(ByteView file) {
    const auto line = header_line(file);
    if (line.empty()) return Error{Errc::BadSyntax, 0, "no header of an export"};
    OUTPOST_TRY(const auto document,
                json::read(as_text(line.first(line.size() - 1)), {export_header_bytes_max, 2, 32}));
    const json::Value& root = document.root();
    OUTPOST_TRY(const auto version, read_integer(root, "outpost_export"));
    if (version != 1 || !trust::has_only(root, {"outpost_export", "kiosk", "hub", "number", "first",
                                                "last", "head", "previous", "settled", "made_at"}))
        return Error{Errc::Unsupported, 0, "version or member of an export"};
    ExportHeader header;
    OUTPOST_TRY(header.kiosk, read_party_id(root, "kiosk"));
    OUTPOST_TRY(header.hub, read_party_id(root, "hub"));
    OUTPOST_TRY(header.mark, read_mark(root));
    OUTPOST_TRY(header.previous, trust::read_digest(root, "previous"));
    OUTPOST_TRY(header.settled, read_integer(root, "settled"));
    OUTPOST_TRY(header.made_at, parse_rfc3339(root.text_of("made_at")));
    if (header.settled < 0 || header.settled >= header.mark.number)
        return Error{Errc::BadValue, 0, "settled exports"};
    return header;
}

Result<ExportHeader> check_export(ByteView file, const KioskPublic& kiosk) {
    if (file.size() > export_file_bytes_max)
        return Error{Errc::TooLong, export_file_bytes_max, "export"};
    OUTPOST_TRY(auto header, read_export_header(file));
    if (header.kiosk != kiosk.id()) return Error{Errc::BadValue, 0, "made by another kiosk"};
    if (file.size() < header_line(file).size() + signature_bytes)
        return Error{Errc::Truncated, file.size(), "export"};
    const auto before = file.first(file.size() - signature_bytes);
    if (!kiosk.key.verify_ed25519(to_be_signed(before), file.last(signature_bytes)))
        return Error{Errc::BadSignature, before.size(), "export altered, or not of this kiosk"};
    return header;
}

Result<OpenedExport> open_export(ByteView file, const HubKeys& hub, const KioskPublic& kiosk) {
    OUTPOST_TRY(auto header, check_export(file, kiosk));
    if (header.hub != hub.public_part().id())
        return Error{Errc::BadValue, 0, "made for another hub"};
    const auto line = header_line(file);
    const auto sealed = file.first(file.size() - signature_bytes).subspan(line.size());
    OUTPOST_TRY(auto content, hub.seal.open_long(sealed, line));
    return OpenedExport{std::move(header), std::move(content)};
}

std::string export_file_name(std::int64_t number) {
    constexpr std::size_t digits_min = 6;
    auto digits = std::to_string(number);
    if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
    return std::string(name_start) + digits + std::string(name_end);
}

bool is_export_file_name(std::string_view name) {
    constexpr std::size_t digits_max = 18;
    if (!name.starts_with(name_start) || !name.ends_with(name_end)) return false;
    const auto digits =
        name.substr(name_start.size(), name.size() - name_start.size() - name_end.size());
    return digits.size() >= 6 && digits.size() <= digits_max &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace outpost::sync
