#include "core/hub/messages.h"

#include "core/hub/certificate_request.h"
#include "core/hub/kept_certificate.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::hub {

namespace {

constexpr std::array<std::string_view, 6> event_kinds = {"print",        "unprinted", "rejected",
                                                         "held_decided", "stopped",   "abandoned"};

void write_array_or_empty(json::Writer& out, const json::Value* value) {
    if (value != nullptr && value->is_array())
        out.value(*value);
    else
        out.begin_array().end_array();
}

/// The request's own, and what DIVOC's services add to it.
void write_meta(json::Writer& out, const json::Value* meta, std::string_view kind,
                std::string_view replaces) {
    out.begin_object();
    if (meta != nullptr && meta->is_object())
        for (const auto& member : meta->members())
            if (member.name != "previousCertificateId" && member.name != "certificateType")
                out.key(member.name).value(member.value);
    out.key("certificateType").value(kind.ends_with("-v3") ? "certifyV3" : "certifyV2");
    if (!replaces.empty()) out.key("previousCertificateId").value(replaces);
    out.end_object();
}

/// The registry's entity VaccinationCertificate, but for the fields that the registry itself gives.
void write_entity(json::Writer& out, const sync::CertificateContent& content,
                  const json::Value& request, std::string_view replaces) {
    const auto keys = read_request_keys(request);
    const auto* recipient = request.find("recipient");
    out.begin_object().key("name").value(keys.name).key("contact");
    write_array_or_empty(out, recipient == nullptr ? nullptr : recipient->find("contact"));
    out.key("mobile").value(keys.mobile);
    out.key("preEnrollmentCode").value(keys.pre_enrollment_code);
    out.key("certificateId").value(content.certificate_id);
    out.key("certificate").value(content.credential_json);
    out.key("programId").value(keys.program_id).key("meta");
    write_meta(out, request.find("meta"), content.kind, replaces);
    out.end_object();
}

std::string certified(const sync::CertificateContent& content, const json::Value& request,
                      std::string_view replaces) {
    json::Writer out;
    write_entity(out, content, request, replaces);
    return std::move(out).take();
}

std::string revoke_cert(const sync::CertificateContent& content, const json::Value& request,
                        std::string_view replaces) {
    json::Writer out;
    out.begin_object().key("preEnrollmentCode").value(request.text_of("preEnrollmentCode"));
    out.key("certificateBody");
    write_entity(out, content, request, replaces);
    out.end_object();
    return std::move(out).take();
}

std::string proc_status(const json::Value& request, UtcInstant at) {
    json::Writer out;
    out.begin_object();
    out.key("preEnrollmentCode").value(request.text_of("preEnrollmentCode"));
    out.key("date").value(format_rfc3339(at));
    out.key("procType").value("certify").key("status").value("success").end_object();
    return std::move(out).take();
}

}  // namespace

Result<void> MessageMaker::open(const OutboxRow& row) {
    if (opened_ == row.certificate) return {};
    opened_ = 0;
    OUTPOST_TRY(content_, open_kept(row.kept, row.certificate_message, box_));
    OUTPOST_TRY(request_, json::read(content_.request_json, request_limits));
    opened_ = row.certificate;
    return {};
}

Result<BusMessage> MessageMaker::make(const OutboxRow& row) {
    BusMessage message{std::string(topic_name(row.topic)), row.message_id, row.body};
    if (row.topic == Topic::Events) return message;
    OUTPOST_TRY_VOID(open(row));
    const json::Value& request = request_->root();
    switch (row.topic) {
        case Topic::Certified:
            message.value = certified(content_, request, row.replaces);
            break;
        case Topic::RevokeCert:
            message.value = revoke_cert(content_, request, row.replaces);
            break;
        case Topic::ProcStatus:
            message.value = proc_status(request, row.at);
            break;
        case Topic::Events:
            break;
    }
    return message;
}

std::string event_body(std::string_view kiosk, std::string_view type, UtcInstant at,
                       std::string_view extra_json) {
    json::Writer out;
    out.begin_object().key("date").value(format_rfc3339(at));
    out.key("source").value("outpost:" + std::string(kiosk)).key("type").value(type);
    const auto extra = json::read(extra_json, sync::report_limits);
    out.key("extra");
    if (extra)
        out.value(extra->root());
    else
        out.value(extra_json);  // as it stands, rather than lost
    out.end_object();
    return std::move(out).take();
}

bool is_event(std::string_view entry_kind) {
    return std::find(event_kinds.begin(), event_kinds.end(), entry_kind) != event_kinds.end();
}

}  // namespace outpost::hub
