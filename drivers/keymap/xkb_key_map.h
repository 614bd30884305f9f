// Key codes to characters by a keyboard layout of the system (libxkbcommon, xkb-data).
#pragma once

#include "core/ports/key_source.h"

#include <memory>
#include <string>

namespace outpost {

class XkbKeyMap final : public KeyMap {
  public:
    /// Loads a layout; the environment and the user's own layout files are not looked at.
    /// @param layout  "us", "de", or with a variant, "de(nodeadkeys)": what the scanner is set to
    /// @error NotFound  no such layout; Unavailable  the layouts are not installed
    static Result<std::unique_ptr<XkbKeyMap>> load(const std::string& layout);
    ~XkbKeyMap() override;
    XkbKeyMap(const XkbKeyMap&) = delete;
    XkbKeyMap& operator=(const XkbKeyMap&) = delete;

    char32_t apply(KeyStroke stroke) override;
    void reset() override;

  private:
    struct Handles;
    explicit XkbKeyMap(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

}  // namespace outpost
