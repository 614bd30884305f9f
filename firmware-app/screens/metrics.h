// Sizes on the glass in millimetres, and what depends on the panel's class.
#pragma once

#include "firmware-app/screens/screens.h"

namespace outpost::screens {

struct Metrics {
    double px_per_mm = 5.25;
    double width_px = 800;
    double height_px = 480;
    bool is_portrait = false;
    bool is_low = true;    // under 100 mm high: the 7" class
    bool is_short = true;  // landscape under 150 mm high: up to the 10" class
    bool is_wide = true;   // from 1600 px: room for a second column on operator pages
    bool has_large_text = false;
    bool has_low_keys = false;
    // Heights of capitals.
    double title_mm = 7.4;  // of screens; shrinks to sentence_mm
    double sentence_mm = 7.4;
    double sentence_floor_mm = 7.34;  // 0.7 degrees at 0.6 m: EN 301 549, 5.1.4
    double label_mm = 5.0;
    double operator_mm = 3.5;
    double key_floor_mm = 5.0;
    double headline_mm = 36;
    double headline_floor_mm = 9;
    // Keys.
    double key_mm = 20;
    double operator_key_mm = 20;
    double row_mm = 14;
    double gap_mm = 3;
    double margin_mm = 3;
    double status_mm = 8.5;
    double icon_mm = 46;  // of a verdict
    double preview_floor_mm = 38;

    [[nodiscard]] double px(double mm) const { return mm * px_per_mm; }
};

Metrics metrics_of(const Panel& panel, const session::Settings& settings,
                   const session::Access& access);

}  // namespace outpost::screens
