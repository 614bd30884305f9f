#include "firmware-app/station/issue_report.h"

#include "core/json/writer.h"
#include "firmware-app/station/console.h"

namespace outpost::station {

namespace {

void write_errors(json::Writer& writer, const std::vector<intake::ItemError>& errors) {
    writer.key("errors").begin_array();
    for (const auto& error : errors) {
        writer.begin_object().key("path").value(error.path);
        writer.key("code").value(intake::item_code_name(error.code));
        writer.key("text").value(error.text);
        if (error.row > 0) writer.key("row").value(error.row);
        if (!error.column.empty()) writer.key("column").value(error.column);
        writer.end_object();
    }
    writer.end_array();
}

void write_page_notes(json::Writer& writer, const std::vector<std::string>& shortened_boxes) {
    writer.key("page_notes").begin_array();
    for (const auto& box : shortened_boxes)
        writer.begin_object().key("box").value(box).key("code").value("shortened").end_object();
    writer.end_array();
}

void write_text_or_null(json::Writer& writer, std::string_view key, const std::string& text) {
    writer.key(key);
    if (text.empty())
        writer.null();
    else
        writer.value(text);
}

std::string place_of(const intake::ItemError& error) {
    std::string place;
    if (error.row > 0) place = "line " + std::to_string(error.row);
    if (!error.column.empty())
        place += (place.empty() ? "" : ", ") + std::string("column ") + printable(error.column);
    if (place.empty()) place = printable(error.path);
    return place;
}

/// What became of the item, in a word or two; a command to print has no request behind it.
std::string event_of(const runtime::FinishedItem& item) {
    if (item.attempt == 0)
        return std::to_string(item.index) + "  " +
               std::string(issuing::item_status_name(item.result.status));
    return (item.is_reprint ? "reprint, attempt " : "print, attempt ") +
           std::to_string(item.attempt);
}

}  // namespace

std::string item_as_json(const runtime::FinishedItem& item) {
    const auto files = item.files.value_or(runtime::CertificateFiles{});
    json::Writer writer;
    writer.begin_object();
    writer.key("request").value(item.request_name);
    writer.key("index").value(item.index);
    writer.key("status").value(issuing::item_status_name(item.result.status));
    write_text_or_null(writer, "certificate_id", item.result.order.certificate_id);
    write_errors(writer, item.result.errors);
    write_text_or_null(writer, "credential", files.credential);
    write_text_or_null(writer, "qr", files.symbol);
    write_text_or_null(writer, "page", files.page);
    write_text_or_null(writer, "print", item.print);
    if (!item.shortened_boxes.empty()) write_page_notes(writer, item.shortened_boxes);
    if (!item.result.order.supersedes.empty())
        writer.key("supersedes").value(item.result.order.supersedes);
    if (item.attempt > 0) writer.key("reprint").value(item.is_reprint);
    if (item.attempt > 0) writer.key("attempt").value(item.attempt);
    writer.end_object();
    return std::move(writer).take();
}

std::string item_as_text(const runtime::FinishedItem& item) {
    std::string text = event_of(item);
    const auto& order = item.result.order;
    if (!order.certificate_id.empty()) text += "  " + order.certificate_id;
    if (!order.supersedes.empty()) text += "  corrects " + order.supersedes;
    if (!item.print.empty()) text += "  page: " + item.print;
    for (const auto& error : item.result.errors) {
        const auto place = place_of(error);
        text += "\n      " + place + (place.empty() ? "" : ": ") + printable(error.text) + " (" +
                std::string(intake::item_code_name(error.code)) + ")";
    }
    return text;
}

std::string page_note_text(const runtime::FinishedItem& item) {
    if (item.shortened_boxes.empty()) return {};
    std::string text = item.result.order.certificate_id + ": shortened on the page:";
    for (const auto& box : item.shortened_boxes) text += " " + printable(box);
    return text;
}

}  // namespace outpost::station
