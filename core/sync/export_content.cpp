#include "core/sync/export_content.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/journal/chain.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/export_mark.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

namespace outpost::sync {

namespace {

// A request and a credential of the journal's greatest size, escaped, sealed, in base64.
constexpr std::size_t line_bytes_max = 8 * 1024 * 1024;
constexpr json::ReadLimits line_limits{line_bytes_max, 4, 64};

/// The order that an entry "signed" speaks of; 0 for every other entry.
Result<std::int64_t> signed_order(std::string_view kind, const json::Value& body) {
    if (kind != "signed") return std::int64_t{0};
    OUTPOST_TRY(const auto number, read_integer(body, "order"));
    if (number < 1) return Error{Errc::BadValue, 0, "order of an entry"};
    return number;
}

Result<std::string> certificate_line(journal::Journal& journal, std::int64_t number,
                                     const crypto::BoxPublicKey& hub, Random& random) {
    OUTPOST_TRY(auto payload, journal.payload(number));
    if (payload.sealed.empty()) {
        if (payload.credential_json.empty())
            return Error{Errc::NotFound, 0, "the personal part of a certificate is gone"};
        OUTPOST_TRY(payload.sealed,
                    seal_certificate({payload.certificate_id, payload.kind, payload.request_json,
                                      payload.credential_json},
                                     hub, random));
    }
    json::Writer out;
    out.begin_object().key("order").value(number);
    out.key("sealed").value(bytes::encode_base64(payload.sealed)).end_object();
    return std::move(out).take() + "\n";
}

std::string entry_line(const journal::Entry& entry) {
    json::Writer out;
    out.begin_object().key("entry").value(entry.sequence).key("at_ms");
    out.value(entry.at.since_epoch_ms).key("kind").value(entry.kind);
    out.key("body").value(entry.body).end_object();
    return std::move(out).take() + "\n";
}

std::string report_line(std::string_view name, const std::string& text) {
    if (text.empty()) return {};
    json::Writer out;
    out.begin_object().key(name).value(text).end_object();
    return std::move(out).take() + "\n";
}

struct CertificateLine {
    std::int64_t order = 0;
    std::string_view sealed;
};

/// A certificate's line as certificate_line() writes it: half of an export is base64, and a JSON
/// reader looks at each of its characters. Any other spelling is left to the JSON reader.
std::optional<CertificateLine> read_usual_line(std::string_view line) {
    constexpr std::string_view start = R"({"order":)";
    constexpr std::string_view middle = R"(,"sealed":")";
    constexpr std::string_view end = R"("})";
    if (!line.starts_with(start) || !line.ends_with(end)) return std::nullopt;
    line.remove_prefix(start.size());
    CertificateLine found;
    const auto [stop, fault] = std::from_chars(line.data(), line.data() + line.size(), found.order);
    if (fault != std::errc() || line.front() == '0' || found.order < 1) return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(stop - line.data()));
    if (!line.starts_with(middle) || line.size() < middle.size() + end.size()) return std::nullopt;
    found.sealed = line.substr(middle.size(), line.size() - middle.size() - end.size());
    return found;
}

/// Takes the lines in their order and keeps to the range.
class ContentReader {
  public:
    ContentReader(const journal::ExportMark& mark, const journal::Hash& previous)
        : mark_(mark), next_(mark.first), hash_(previous) {}

    Result<void> take(std::string_view line) {
        if (const auto usual = read_usual_line(line)) {
            auto sealed = bytes::decode_base64(usual->sealed, line_bytes_max);
            if (sealed) return add_certificate(usual->order, std::move(*sealed));
        }
        OUTPOST_TRY(const auto document, json::read(line, line_limits));
        const json::Value& root = document.root();
        if (root.find("entry") != nullptr) return take_entry(root);
        if (root.find("order") != nullptr) return take_certificate(root);
        if (trust::has_only(root, {"tally"})) return take_report(root, "tally");
        if (trust::has_only(root, {"health"})) return take_report(root, "health");
        return Error{Errc::Unsupported, 0, "line of an export"};
    }

    Result<ExportContent> end() {
        if (next_ != mark_.last + 1) return Error{Errc::Truncated, 0, "entries of an export"};
        if (hash_ != mark_.head)
            return Error{Errc::BadChecksum, 0, "the chain does not lead to the export's head"};
        if (!waiting_.empty()) return Error{Errc::Truncated, 0, "certificates of an export"};
        return std::move(content_);
    }

  private:
    Result<void> take_entry(const json::Value& root) {
        if (!trust::has_only(root, {"entry", "at_ms", "kind", "body"}))
            return Error{Errc::Unsupported, 0, "member of an entry"};
        journal::Entry entry;
        OUTPOST_TRY(entry.sequence, read_integer(root, "entry"));
        OUTPOST_TRY(entry.at.since_epoch_ms, read_integer(root, "at_ms"));
        entry.kind = root.text_of("kind");
        entry.body = root.text_of("body");
        if (entry.sequence != next_ || next_ > mark_.last)
            return Error{Errc::BadValue, 0, "an entry outside its place"};
        // A body that is no object on its own could spell two chains in one text.
        OUTPOST_TRY(const auto body, json::read(entry.body, entry_body_limits));
        if (!body.root().is_object() || !is_kind(entry.kind))
            return Error{Errc::BadSyntax, 0, "body or kind of an entry"};
        hash_ = journal::entry_hash(hash_, {next_++, entry.at, entry.kind, entry.body});
        entry.hash_hex = bytes::encode_hex(hash_);
        OUTPOST_TRY(const auto order, signed_order(entry.kind, body.root()));
        if (order != 0 && !waiting_.insert(order).second)
            return Error{Errc::Duplicate, 0, "an order signed twice"};
        content_.entries.push_back(std::move(entry));
        return {};
    }

    Result<void> take_certificate(const json::Value& root) {
        if (!trust::has_only(root, {"order", "sealed"}))
            return Error{Errc::Unsupported, 0, "member of a certificate"};
        OUTPOST_TRY(const auto number, read_integer(root, "order"));
        OUTPOST_TRY(auto sealed, bytes::decode_base64(root.text_of("sealed"), line_bytes_max));
        return add_certificate(number, std::move(sealed));
    }

    Result<void> add_certificate(std::int64_t number, Bytes sealed) {
        if (waiting_.erase(number) == 0)
            return Error{Errc::BadValue, 0, "a certificate that no entry speaks of"};
        content_.certificates.push_back({number, std::move(sealed)});
        return {};
    }

    Result<void> take_report(const json::Value& root, std::string_view name) {
        auto& text = name == "tally" ? content_.report.tally_json : content_.report.health_json;
        if (!text.empty() || root.text_of(name).empty())
            return Error{Errc::Duplicate, 0, "report of an export"};
        text = root.text_of(name);
        return {};
    }

    static bool is_kind(std::string_view kind) {
        return !kind.empty() && kind.size() <= 40 &&
               std::all_of(kind.begin(), kind.end(),
                           [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    }

    const journal::ExportMark& mark_;
    std::int64_t next_;
    journal::Hash hash_;
    std::set<std::int64_t> waiting_;  // signed, and their certificates not seen yet
    ExportContent content_;
};

}  // namespace

Result<std::string> write_export_content(journal::Journal& journal,
                                         const journal::ExportRange& range,
                                         const ExportReport& report,
                                         const crypto::BoxPublicKey& hub, Random& random) {
    std::vector<journal::Entry> entries;
    OUTPOST_TRY_VOID(journal.entries(range.mark.first, [&](const journal::Entry& entry) {
        if (entry.sequence <= range.mark.last) entries.push_back(entry);
        return entry.sequence < range.mark.last;
    }));
    std::string content;
    for (const auto& entry : entries) {
        content += entry_line(entry);
        if (entry.kind != "signed") continue;
        OUTPOST_TRY(const auto body, json::read(entry.body, entry_body_limits));
        OUTPOST_TRY(const auto order, signed_order(entry.kind, body.root()));
        OUTPOST_TRY(const auto line, certificate_line(journal, order, hub, random));
        content += line;
    }
    content += report_line("tally", report.tally_json);
    content += report_line("health", report.health_json);
    if (content.size() > crypto::box_message_bytes_max)
        return Error{Errc::TooLong, crypto::box_message_bytes_max, "content of an export"};
    return content;
}

Result<ExportContent> read_export_content(std::string_view content, const journal::ExportMark& mark,
                                          const journal::Hash& previous) {
    ContentReader reader(mark, previous);
    while (!content.empty()) {
        const auto end = content.find('\n');
        if (end == std::string_view::npos) return Error{Errc::Truncated, 0, "line of an export"};
        OUTPOST_TRY_VOID(reader.take(content.substr(0, end)));
        content.remove_prefix(end + 1);
    }
    return reader.end();
}

}  // namespace outpost::sync
