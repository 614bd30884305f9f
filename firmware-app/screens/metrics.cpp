// Sizes by panel class.
#include "firmware-app/screens/metrics.h"

#include <algorithm>

namespace outpost::screens {

Metrics metrics_of(const Panel& panel, const session::Settings& settings,
                   const session::Access& access) {
    Metrics out;
    out.px_per_mm = std::max(panel.px_per_mm, 0.5);
    out.width_px = panel.width_px;
    out.height_px = panel.height_px;
    const double width_mm = out.width_px / out.px_per_mm;
    const double height_mm = out.height_px / out.px_per_mm;
    out.is_portrait = out.height_px > out.width_px;
    out.is_low = height_mm < 100;
    out.is_short = !out.is_portrait && height_mm < 150;
    out.is_wide = panel.width_px >= 1600 && !out.is_portrait;
    out.has_large_text = access.large_text;
    out.has_low_keys = access.lower_keys;

    const double short_mm = std::min(width_mm, height_mm);
    out.title_mm = std::clamp(short_mm * 0.055, 7.4, 14.0);
    if (access.large_text) {
        out.label_mm = 7.4;
        out.operator_mm = 7.4;
    } else if (!out.is_low) {
        out.operator_mm = std::clamp(short_mm * 0.028, 3.5, 4.5);
    }
    if (settings.gloves) out.key_mm = 24;
    out.operator_key_mm = out.is_low ? 15 : 20;  // gloves are the public's
    out.margin_mm = out.is_low ? 1.5 : std::clamp(short_mm * 0.03, 3.0, 8.0);
    out.status_mm = out.label_mm * (out.is_low ? 1.45 : 1.75);
    if (out.is_portrait)
        out.icon_mm = std::clamp(width_mm * 0.45, 46.0, 120.0);
    else
        out.icon_mm = std::clamp(height_mm * 0.46, 46.0, 90.0);
    return out;
}

}  // namespace outpost::screens
