#include "firmware-app/station/web_sync.h"

#include "core/sync/sealed_export.h"
#include "core/sync/web_fetch.h"

#include <utility>

namespace outpost::station {

namespace {

std::string at_hub(std::string address, std::string_view path) {
    while (address.ends_with('/')) address.pop_back();
    return address + std::string(path);
}

class HubTarget final : public ExportTarget {
  public:
    HubTarget(WebClient& web, std::string url) : web_(web), url_(std::move(url)) {}

    Result<void> begin(const std::vector<journal::ExportRange>& /*all*/) override { return {}; }
    bool has(const journal::ExportMark& /*mark*/) override { return false; }

    Result<void> put(const journal::ExportMark& /*mark*/, ByteView file) override {
        OUTPOST_TRY(auto answer,
                    web_.send({WebMethod::Post, url_, file, {}, sync::receipt_bytes_max}));
        if (answer.status == hub_status::held) {
            ++held_;
            return {};
        }
        if (answer.status == hub_status::unknown_kiosk || answer.status == hub_status::unfit)
            refused_ = answer.status;
        if (answer.status != hub_status::taken) return sync::error_of_status(answer.status);
        receipt_ = std::string(as_text(answer.body));
        return {};
    }

    [[nodiscard]] const std::string& receipt() const { return receipt_; }
    [[nodiscard]] std::int64_t held() const { return held_; }
    [[nodiscard]] std::optional<int> refused() const { return refused_; }

  private:
    WebClient& web_;
    std::string url_;
    std::string receipt_;  // the last one: it names all that the hub has
    std::int64_t held_ = 0;
    std::optional<int> refused_;
};

}  // namespace

Result<WebExportRun> send_exports(StateFolder& state, const Enrolment& enrolment, WebClient& web,
                                  const std::string& address, const StatePorts& ports,
                                  UtcInstant at) {
    HubTarget target(web, at_hub(address, hub_exports_path));
    WebExportRun run;
    auto given = give_exports(state, enrolment, target, ports, at);
    if (!target.receipt().empty()) {
        OUTPOST_TRY(run.receipts, take_receipt(state, enrolment, target.receipt(), ports, at));
    }
    run.held = target.held();
    run.refused = target.refused();
    if (!given && !run.refused) return given.error();
    if (given) run.exports = std::move(*given);
    OUTPOST_TRY(const auto open, state.journal->exports(true));
    run.exports.open = static_cast<std::int64_t>(open.size());
    return run;
}

Result<CarriedExports> carry_exports(const std::string& folder, const std::string& kiosk_id,
                                     const std::string& address, WebClient& web,
                                     const StatePorts& ports) {
    CarriedExports carried;
    const auto from = exports_folder_of(folder, kiosk_id);
    const auto names = ports.files.list(from);
    if (!names && names.error().code == Errc::NotFound) return carried;
    if (!names) return names.error();
    const auto receipts = receipts_folder_of(folder);
    OUTPOST_TRY_VOID(ports.folders.make_folder(receipts));
    for (const auto& name : *names) {
        if (!sync::is_export_file_name(name)) continue;
        OUTPOST_TRY(const Bytes file,
                    ports.files.read(from + "/" + name, sync::export_file_bytes_max));
        HubTarget target(web, at_hub(address, hub_exports_path));
        const auto put = target.put({}, file);
        if (target.refused()) carried.refused = target.refused();
        if (!put && !target.refused()) return put.error();
        carried.held += target.held();
        if (target.receipt().empty()) continue;
        ++carried.sent;
        OUTPOST_TRY_VOID(ports.files.write_atomically(
            receipts + "/" + sync::receipt_file_name(kiosk_id), as_bytes(target.receipt())));
    }
    return carried;
}

Result<std::optional<std::string>> fetch_receipt(const Enrolment& enrolment, WebClient& web,
                                                 const std::string& address) {
    const auto url = at_hub(address, hub_receipts_path) + enrolment.kiosk.id();
    OUTPOST_TRY(auto answer, web.send({WebMethod::Get, url, {}, {}, sync::receipt_bytes_max}));
    if (answer.status == hub_status::none) return std::optional<std::string>();
    if (answer.status != hub_status::taken) return sync::error_of_status(answer.status);
    return std::optional<std::string>(std::string(as_text(answer.body)));
}

}  // namespace outpost::station
