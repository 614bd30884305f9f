// What the hub answers on the web (docs/formats/hub-web.md).
#pragma once

#include "core/ports/web.h"
#include "tools/outpost-hub/hub_folder.h"

#include <functional>
#include <string>

namespace outpost::hub_tool {

struct WebCallPorts {
    const HubToolPorts& hub;
    std::function<void(std::int64_t milliseconds)> wait;
};

/// Opens the hub's folder for each call and lets it go again: the other commands work beside it.
class WebCalls {
  public:
    /// @param bundles  folder that is given out below /trust/; empty: none
    WebCalls(std::string state, std::string bundles, bool json, const WebCallPorts& ports,
             const station::Console& console)
        : state_(std::move(state)),
          bundles_(std::move(bundles)),
          json_(json),
          ports_(ports),
          console_(console) {}

    WebReply answer(const WebCall& call);

  private:
    WebReply take_export(const WebCall& call);
    WebReply give_receipt(std::string_view kiosk);
    WebReply give_file(std::string_view name, const WebCall& call);
    Result<HubFolder> open_patiently(HubUse use);
    void tell(const hub::TakenExport& taken) const;
    void tell_refused(std::string_view code) const;

    std::string state_, bundles_;
    bool json_;
    WebCallPorts ports_;
    const station::Console& console_;
};

/// A file that may be given out: NAME, or NAME.parts/DIGEST; letters, digits, '.', '_' and '-', no
/// '.' first.
bool is_public_name(std::string_view name);

}  // namespace outpost::hub_tool
