// Further kinds of frames, nearer to what lies on a kiosk's glass. A perfect decoder reads all.
#include "tools/scancorpus/variant.h"

#include <array>

namespace outpost::corpus {

namespace {

constexpr std::array extra{
    Variant{.name = "screen-moire",
            .pose = {.module_px = 3.4, .turn_deg = 3.0},
            .light = {.blur_px = 0.5, .band = 0.35, .noise = 3.0},
            .print = {.screen_pixels = 3, .aliased = true},
            .dark_desk = true},
    Variant{.name = "screen-glare",
            .pose = {.module_px = 3.4, .turn_deg = 5.0, .keystone = 0.05},
            .light = {.blur_px = 0.7, .streak_share = 0.025, .noise = 4.0},
            .print = {.screen_pixels = 3},
            .dark_desk = true},
    Variant{.name = "screen-dim",
            .pose = {.module_px = 3.4, .turn_deg = 6.0},
            .light = {.blur_px = 0.8, .band = 0.3, .contrast = 0.25, .noise = 5.0},
            .dark_desk = true},
    Variant{.name = "curl-strong", .pose = {.curl = 0.05, .curl_along = 0.03}},
    Variant{.name = "fold",
            .pose = {.fold_deg = 30.0},
            .light = {.blur_px = 0.6, .crease_shade = 0.3, .noise = 4.0}},
    Variant{.name = "crumpled",
            .pose = {.crumple_px = 1.5},
            .light = {.blur_px = 0.6, .crease_shade = 0.3, .noise = 4.0}},
    Variant{
        .name = "thermal203",
        .light = {.blur_px = 0.7, .noise = 4.0},
        .print =
            {.ink = 70.0, .gain_modules = 0.11, .thermal_dots = true, .dead_dots = 2, .fade = 0.5}},
    Variant{.name = "ink-bleed.22", .print = {.gain_modules = 0.22}},
    Variant{.name = "ink-bleed.33", .print = {.gain_modules = 0.33}},
    Variant{.name = "ink-fade.22", .print = {.ink = 110.0, .gain_modules = -0.22}},
    Variant{.name = "hand-shadow", .light = {.blur_px = 0.7, .shadow = 0.6, .noise = 5.0}},
    Variant{.name = "two-symbols", .pose = {.module_px = 3.2, .second_symbol = true}},
    Variant{.name = "logo4", .print = {.logo_share = 0.04}},
    Variant{.name = "quiet0",
            .light = {.blur_px = 0.5, .noise = 3.0},
            .print = {.quiet_modules = 0.0, .paper_modules = 0.0}},
    Variant{.name = "quiet0.5-dark",
            .light = {.blur_px = 0.5, .noise = 3.0},
            .print = {.quiet_modules = 0.5, .paper_modules = 0.0},
            .dark_desk = true},
    Variant{.name = "quiet1-dark",
            .light = {.blur_px = 0.5, .noise = 3.0},
            .print = {.quiet_modules = 1.0, .paper_modules = 0.0},
            .dark_desk = true},
    Variant{.name = "dirt", .print = {.speck_share = 0.006, .scratches = 2}},
    Variant{.name = "barrel", .pose = {.barrel = 0.12}},
    Variant{.name = "salt-pepper", .light = {.salt_pepper = 0.04}},
    Variant{.name = "defocus1.5", .light = {.defocus_px = 1.5}},
    Variant{.name = "defocus2.5", .light = {.defocus_px = 2.5}},
    Variant{.name = "vga2.0", .pose = {.module_px = 4.0}, .light = {.noise = 3.0}, .shrink = 2},
    Variant{.name = "vga1.5", .pose = {.module_px = 3.0}, .light = {.noise = 2.0}, .shrink = 2},
    Variant{.name = "rolling-shutter", .pose = {.shear = 0.12, .wobble_px = 2.0}},
    Variant{.name = "covered-corner", .print = {.cover_share = 0.02}},
    Variant{.name = "tinted",
            .pose = {.turn_deg = 4.0},
            .light = {.blur_px = 0.7, .gamma = 2.2, .noise = 4.0},
            .print = {.ink = 95.0, .paper = 165.0}},
    Variant{.name = "haze",
            .light = {.blur_px = 1.0, .contrast = 0.3, .brightness = 110.0, .noise = 4.0}},
    Variant{.name = "flicker", .light = {.blur_px = 0.6, .flicker = 0.6, .noise = 4.0}},
    Variant{.name = "motion5-oblique",
            .pose = {.turn_deg = 10.0},
            .light = {.motion_px = 5, .motion_oblique = true, .noise = 5.0}},
    Variant{.name = "held-by-a-child",
            .pose = {.module_px = 3.2, .turn_deg = 24.0, .keystone = 0.18},
            .light = {.blur_px = 0.9, .motion_px = 3, .noise = 7.0, .jpeg_quality = 75}},
    Variant{
        .name = "old-printout",
        .pose =
            {.module_px = 3.4, .turn_deg = 5.0, .keystone = 0.06, .curl = 0.01, .crumple_px = 1.0},
        .light = {.blur_px = 0.8,
                  .gradient = 0.3,
                  .crease_shade = 0.25,
                  .noise = 6.0,
                  .jpeg_quality = 70},
        .print = {.ink = 85.0,
                  .paper = 205.0,
                  .gain_modules = 0.11,
                  .fade = 0.3,
                  .speck_share = 0.002,
                  .scratches = 1}},
};

constexpr std::array burst{
    Variant{.name = "burst-noise", .light = {.noise = 110.0}},
    Variant{.name = "burst-dark",
            .pose = {.module_px = 3.3, .turn_deg = 6.0, .keystone = 0.05},
            .light = {.blur_px = 0.8, .contrast = 0.15, .noise = 14.0}},
    Variant{.name = "burst-glare",
            .pose = {.module_px = 3.4, .turn_deg = 5.0},
            .light = {.blur_px = 0.7, .streak_share = 0.08, .noise = 4.0}},
};

}  // namespace

std::span<const Variant> extra_variants() {
    return extra;
}

std::span<const Variant> burst_variants() {
    return burst;
}

}  // namespace outpost::corpus
