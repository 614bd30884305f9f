// libxkbcommon: one keymap, one state.
#include "drivers/keymap/xkb_key_map.h"

#include <xkbcommon/xkbcommon-keysyms.h>
#include <xkbcommon/xkbcommon.h>

#include <utility>

namespace outpost {

namespace {

using Context = std::unique_ptr<xkb_context, decltype(&xkb_context_unref)>;
using Keymap = std::unique_ptr<xkb_keymap, decltype(&xkb_keymap_unref)>;
using State = std::unique_ptr<xkb_state, decltype(&xkb_state_unref)>;

/// XKB's key codes are those of evdev plus 8.
constexpr xkb_keycode_t evdev_offset = 8;

constexpr const char* chord_modifiers[] = {XKB_MOD_NAME_CTRL, XKB_MOD_NAME_ALT, XKB_MOD_NAME_LOGO};

bool is_dead(xkb_keysym_t symbol) {
    return symbol >= XKB_KEY_dead_grave && symbol <= XKB_KEY_dead_greek;
}

}  // namespace

struct XkbKeyMap::Handles {
    Context context;
    Keymap keymap;
    State state;
};

Result<std::unique_ptr<XkbKeyMap>> XkbKeyMap::load(const std::string& layout) {
    constexpr auto flags = static_cast<xkb_context_flags>(XKB_CONTEXT_NO_ENVIRONMENT_NAMES |
                                                          XKB_CONTEXT_NO_DEFAULT_INCLUDES);
    Context context(xkb_context_new(flags), &xkb_context_unref);
    if (context == nullptr) return Error{Errc::Unavailable, 0, "cannot start the keyboard library"};
    xkb_context_set_log_level(context.get(), XKB_LOG_LEVEL_CRITICAL);
    if (xkb_context_include_path_append(context.get(), "/usr/share/X11/xkb") == 0)
        return Error{Errc::Unavailable, 0, "the keyboard layouts are not installed (xkb-data)"};

    const auto bracket = layout.find('(');
    const auto name = layout.substr(0, bracket);
    std::string variant;
    if (bracket != std::string::npos && layout.back() == ')')
        variant = layout.substr(bracket + 1, layout.size() - bracket - 2);
    else if (bracket != std::string::npos)
        return Error{Errc::NotFound, bracket, "keyboard layout"};
    // One layout: a list of them could be switched by a key.
    if (name.empty() || layout.find_first_of(std::string_view(",:/\\ \0", 6)) != std::string::npos)
        return Error{Errc::NotFound, 0, "keyboard layout"};
    const xkb_rule_names names{"evdev", "pc105", name.c_str(), variant.c_str(), ""};
    Keymap keymap(xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS),
                  &xkb_keymap_unref);
    if (keymap == nullptr) return Error{Errc::NotFound, 0, "keyboard layout"};
    State state(xkb_state_new(keymap.get()), &xkb_state_unref);
    if (state == nullptr) return Error{Errc::Unavailable, 0, "cannot start the keyboard library"};
    auto handles = std::unique_ptr<Handles>(
        new Handles{std::move(context), std::move(keymap), std::move(state)});
    std::unique_ptr<XkbKeyMap> map(new XkbKeyMap(std::move(handles)));
    map->reset();
    return map;
}

XkbKeyMap::XkbKeyMap(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}

XkbKeyMap::~XkbKeyMap() = default;

char32_t XkbKeyMap::apply(KeyStroke stroke) {
    if (stroke.motion == KeyMotion::Lost) return key_without_text;
    auto* const state = handles_->state.get();
    const xkb_keycode_t key = stroke.code + evdev_offset;
    char32_t character = key_without_text;
    if (stroke.motion == KeyMotion::Press) {
        const auto symbol = xkb_state_key_get_one_sym(state, key);
        character =
            is_dead(symbol) ? key_unreadable : static_cast<char32_t>(xkb_keysym_to_utf32(symbol));
        for (const auto* modifier : chord_modifiers)
            if (character != key_without_text &&
                xkb_state_mod_name_is_active(state, modifier, XKB_STATE_MODS_EFFECTIVE) > 0)
                character = key_unreadable;
    }
    xkb_state_update_key(state, key, stroke.motion == KeyMotion::Press ? XKB_KEY_DOWN : XKB_KEY_UP);
    return character;
}

void XkbKeyMap::reset() {
    State fresh(xkb_state_new(handles_->keymap.get()), &xkb_state_unref);
    if (fresh == nullptr) return;  // out of memory: the old state is the better one
    handles_->state = std::move(fresh);
    const auto num_lock = xkb_keymap_mod_get_index(handles_->keymap.get(), XKB_MOD_NAME_NUM);
    if (num_lock == XKB_MOD_INVALID) return;
    xkb_state_update_mask(handles_->state.get(), 0, 0, xkb_mod_mask_t{1} << num_lock, 0, 0, 0);
}

}  // namespace outpost
