#include "tools/outpost-hub/web_calls.h"

#include "core/json/writer.h"
#include "core/sync/receipt.h"
#include "core/trust/bundle_part.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/web_sync.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace outpost::hub_tool {

namespace {

constexpr std::string_view trust_path = "/trust/";
constexpr std::int64_t patience_ms = 5'000;
constexpr std::int64_t look_again_ms = 100;
constexpr int retry_after_s = 30;
constexpr std::size_t public_name_bytes_max = 300;
constexpr std::size_t id_digits_max = 64;

WebReply refusal(int status, std::string_view code) {
    json::Writer out;
    out.begin_object().key("code").value(code).end_object();
    WebReply reply;
    reply.status = status;
    reply.body = to_bytes(as_bytes(std::move(out).take() + "\n"));
    if (status == 503) reply.retry_after_s = retry_after_s;
    return reply;
}

WebReply refusal_for(const Error& error) {
    switch (error.code) {
        case Errc::NotFound:
            return refusal(403, "unknown_kiosk");
        case Errc::Io:
        case Errc::Unavailable:
            return refusal(503, "busy");
        default:
            return refusal(422, code_name(error.code));
    }
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

bool is_word(std::string_view word) {
    return !word.empty() && word.front() != '.' &&
           std::all_of(word.begin(), word.end(), is_name_character);
}

bool is_hex(std::string_view text) {
    return !text.empty() && text.size() <= id_digits_max &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

bool is_public_name(std::string_view name) {
    if (name.size() > public_name_bytes_max) return false;
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return is_word(name);
    const auto folder = name.substr(0, slash);
    return is_word(folder) && folder.ends_with(".parts") && is_hex(name.substr(slash + 1));
}

WebReply WebCalls::answer(const WebCall& call) {
    const std::string_view path = call.path;
    if (call.method == WebMethod::Post)
        return path == station::hub_exports_path ? take_export(call) : refusal(404, "no_such_path");
    if (path.starts_with(station::hub_receipts_path))
        return give_receipt(path.substr(station::hub_receipts_path.size()));
    if (path.starts_with(trust_path)) return give_file(path.substr(trust_path.size()), call);
    return refusal(404, "no_such_path");
}

/// The folder is held for short times by others, produce --every above all.
Result<HubFolder> WebCalls::open_patiently(HubUse use) {
    auto folder = open_hub(state_, use, ports_.hub);
    for (std::int64_t waited = 0;
         !folder && folder.error().code == Errc::Unavailable && waited < patience_ms;
         waited += look_again_ms) {
        ports_.wait(look_again_ms);
        folder = open_hub(state_, use, ports_.hub);
    }
    // Whatever is wrong with the folder, the kiosk is not to blame.
    if (!folder) return Error{Errc::Unavailable, 0, "the hub's folder"};
    return folder;
}

WebReply WebCalls::take_export(const WebCall& call) {
    auto folder = open_patiently(HubUse::Work);
    if (!folder) {
        tell_refused("busy");
        return refusal_for(folder.error());
    }
    const auto at = ports_.hub.clock.now();
    const auto taken = folder->desk->take(call.body, at);
    if (!taken) {
        auto reply = refusal_for(taken.error());
        tell_refused(taken.error().code == Errc::NotFound ? "unknown_kiosk"
                                                          : code_name(taken.error().code));
        return reply;
    }
    tell(*taken);
    const auto receipt = folder->desk->receipt_for(taken->header.kiosk, at);
    if (!receipt) return refusal_for({Errc::Unavailable, 0, "the ledger"});
    WebReply reply;
    const auto standing = taken->stored.standing;
    const bool waits =
        standing == hub::ExportStanding::Held || standing == hub::ExportStanding::Refused;
    reply.status = waits ? 202 : 200;
    if (!waits) reply.body = to_bytes(as_bytes(*receipt));
    return reply;
}

WebReply WebCalls::give_receipt(std::string_view kiosk) {
    if (!is_hex(kiosk)) return refusal(404, "unknown_kiosk");
    const auto folder = open_patiently(HubUse::Read);
    if (!folder) return refusal_for(folder.error());
    const auto text = folder->desk->receipt_for(std::string(kiosk), ports_.hub.clock.now());
    if (!text) return refusal_for({Errc::Unavailable, 0, "the ledger"});
    if (text->empty()) return refusal(404, "no_receipt");
    WebReply reply;
    reply.status = 200;
    reply.body = to_bytes(as_bytes(*text));
    return reply;
}

WebReply WebCalls::give_file(std::string_view name, const WebCall& call) {
    if (bundles_.empty() || !is_public_name(name)) return refusal(404, "no_such_path");
    auto content = ports_.hub.files.read(bundles_ + "/" + std::string(name), trust::part_bytes_max);
    if (!content) return refusal(404, "no_such_path");
    WebReply reply;
    reply.status = 200;
    reply.content_type = "application/octet-stream";
    if (!call.range) {
        reply.body = std::move(*content);
        return reply;
    }
    if (call.range->first >= content->size()) return refusal(416, "no_such_range");
    reply.status = 206;
    reply.total_bytes = content->size();
    const auto last = std::min<std::uint64_t>(call.range->last, content->size() - 1);
    reply.range = WebRange{call.range->first, last};
    reply.body.assign(content->begin() + static_cast<std::ptrdiff_t>(call.range->first),
                      content->begin() + static_cast<std::ptrdiff_t>(last) + 1);
    return reply;
}

void WebCalls::tell(const hub::TakenExport& taken) const {
    const auto& header = taken.header;
    if (json_) {
        json::Writer out;
        out.begin_object().key("status");
        out.value(taken.was_known ? "known" : hub::standing_name(taken.stored.standing));
        out.key("kiosk").value(header.kiosk).key("number").value(header.mark.number);
        out.key("certificates").value(taken.stored.certificates);
        out.key("conflicts").value(taken.stored.conflicts).end_object();
        return console_.result(std::move(out).take());
    }
    console_.message(
        "export " + std::to_string(header.mark.number) + " of " + header.kiosk + ": " +
        std::string(taken.was_known ? "known" : hub::standing_name(taken.stored.standing)));
}

void WebCalls::tell_refused(std::string_view code) const {
    if (!json_) return console_.message("a call is refused: " + std::string(code));
    json::Writer out;
    out.begin_object().key("status").value("refused").key("code").value(code).end_object();
    console_.result(std::move(out).take());
}

}  // namespace outpost::hub_tool
