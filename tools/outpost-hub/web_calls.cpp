#include "tools/outpost-hub/web_calls.h"

#include "core/json/writer.h"
#include "core/sync/export_mark.h"
#include "core/sync/installed.h"
#include "core/trust/bundle_part.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/web_sync.h"
#include "tools/outpost-hub/taken_words.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace outpost::hub_tool {

namespace hub_status = station::hub_status;

namespace {

constexpr std::string_view trust_path = "/trust/";
constexpr std::int64_t patience_ms = 5'000;
constexpr std::int64_t look_again_ms = 100;
constexpr int retry_after_s = 30;
constexpr std::size_t public_name_bytes_max = 300;

WebReply refusal(int status, std::string_view code) {
    json::Writer out;
    out.begin_object().key("code").value(code).end_object();
    WebReply reply;
    reply.status = status;
    reply.body = to_bytes(as_bytes(std::move(out).take() + "\n"));
    if (status == hub_status::busy) reply.retry_after_s = retry_after_s;
    return reply;
}

WebReply refusal_for(const Error& error) {
    if (error.code == Errc::Io || error.code == Errc::Unavailable)
        return refusal(hub_status::busy, "busy");
    return refusal(error.code == Errc::NotFound ? hub_status::unknown_kiosk : hub_status::unfit,
                   refusal_code(error));
}

WebReply text_reply(std::string_view text) {
    WebReply reply;
    reply.status = hub_status::taken;
    reply.body = to_bytes(as_bytes(text));
    return reply;
}

}  // namespace

bool is_public_name(std::string_view name) {
    if (name.size() > public_name_bytes_max) return false;
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return trust::is_plain_name(name);
    const auto folder = name.substr(0, slash);
    return trust::is_plain_name(folder) && folder.ends_with(".parts") &&
           sync::is_digest_name(name.substr(slash + 1));
}

WebReply WebCalls::answer(const WebCall& call) {
    const std::string_view path = call.path;
    if (call.method == WebMethod::Post)
        return path == station::hub_exports_path ? take_export(call)
                                                 : refusal(hub_status::none, "no_such_path");
    if (path.starts_with(station::hub_receipts_path))
        return give_receipt(path.substr(station::hub_receipts_path.size()));
    if (path.starts_with(trust_path)) return give_file(path.substr(trust_path.size()), call);
    return refusal(hub_status::none, "no_such_path");
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
        tell_refused(refusal_code(taken.error()));
        return refusal_for(taken.error());
    }
    tell(*taken);
    const auto receipt = folder->desk->receipt_for(taken->header.kiosk, at);
    if (!receipt) return refusal_for({Errc::Unavailable, 0, "the ledger"});
    if (!is_set_aside(*taken)) return text_reply(*receipt);
    WebReply held;
    held.status = hub_status::held;
    return held;
}

WebReply WebCalls::give_receipt(std::string_view kiosk) {
    if (!sync::is_party_id(kiosk)) return refusal(hub_status::none, "unknown_kiosk");
    const auto folder = open_patiently(HubUse::Read);
    if (!folder) return refusal_for(folder.error());
    const auto text = folder->desk->receipt_for(std::string(kiosk), ports_.hub.clock.now());
    if (!text) return refusal_for({Errc::Unavailable, 0, "the ledger"});
    if (text->empty()) return refusal(hub_status::none, "no_receipt");
    return text_reply(*text);
}

WebReply WebCalls::give_file(std::string_view name, const WebCall& call) {
    if (bundles_.empty() || !is_public_name(name)) return refusal(hub_status::none, "no_such_path");
    auto content = ports_.hub.files.read(bundles_ + "/" + std::string(name), trust::part_bytes_max);
    if (!content) return refusal(hub_status::none, "no_such_path");
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
    if (json_) {
        json::Writer out;
        out.begin_object();
        write_taken(out, taken);
        out.end_object();
        return console_.result(std::move(out).take());
    }
    console_.message("export " + std::to_string(taken.header.mark.number) + " of " +
                     taken.header.kiosk + ": " + std::string(status_of(taken)));
}

void WebCalls::tell_refused(std::string_view code) const {
    if (!json_) return console_.message("a call is refused: " + std::string(code));
    json::Writer out;
    out.begin_object().key("status").value("refused").key("code").value(code).end_object();
    console_.result(std::move(out).take());
}

}  // namespace outpost::hub_tool
