// One state for each screen, and for each look of it that differs. All persons are made up.
#pragma once

#include "core/ports/messages.h"
#include "firmware-app/screens/screens.h"
#include "firmware-app/session/state.h"

#include <memory>
#include <string>
#include <vector>

namespace outpost::tests {

struct SampleState {
    std::string name;
    session::State state;
    bool is_public = true;
};

struct SamplePanel {
    std::string name;
    screens::Panel panel;
};

session::Settings sample_settings(const MessageCatalogs& catalogs);
std::vector<SampleState> sample_states();
std::vector<SamplePanel> sample_panels();
/// The catalogs of the build; a language whose catalog is missing is simply not there.
std::unique_ptr<MessageCatalogs> shipped_catalogs();

}  // namespace outpost::tests
