// The kinds of frames that the decoders were first compared on, and those that must stay unread.
#include "tools/scancorpus/variant.h"

#include <array>

namespace outpost::corpus {

std::span<const Variant> standard_variants() {
    static constexpr std::array<Variant, 37> variants{{
        {"clean-4.0", {.module_px = 4.0}},
        {"clean-3.5", {.module_px = 3.5}},
        {"clean-3.0", {.module_px = 3.0}},
        {"clean-2.5", {.module_px = 2.5}},
        {"clean-2.0", {.module_px = 2.0}},
        {"clean-1.7", {.module_px = 1.7}},
        {"rot15", {.turn_deg = 15.0}},
        {"rot90", {.turn_deg = 90.0}},
        {"rot180", {.turn_deg = 180.0}},
        {"rot45", {.module_px = 2.8, .turn_deg = 45.0}},
        {"persp10", {.module_px = 3.5, .keystone = 0.10}},
        {"persp20", {.module_px = 3.8, .keystone = 0.20}},
        {"persp30", {.module_px = 4.0, .keystone = 0.30}},
        {"blur1.0", {}, {.blur_px = 1.0}},
        {"blur1.5", {}, {.blur_px = 1.5}},
        {"blur2.0", {}, {.blur_px = 2.0}},
        {"blur2.5", {}, {.blur_px = 2.5}},
        {"noise15", {}, {.noise = 15.0}},
        {"noise30", {}, {.noise = 30.0}},
        {"noise45", {}, {.noise = 45.0}},
        {"light.30", {}, {.contrast = 0.3, .noise = 6.0}},
        {"light.15", {}, {.contrast = 0.15, .noise = 5.0}},
        {"gradient.70", {}, {.gradient = 0.7}},
        {"gradient.85", {}, {.gradient = 0.85, .noise = 4.0}},
        {"motion5", {}, {.motion_px = 5}},
        {"motion7", {}, {.motion_px = 7}},
        {"glare2", {}, {.glare_share = 0.02}},
        {"glare5", {}, {.glare_share = 0.05}},
        {"overexposed", {}, {.blur_px = 0.8, .contrast = 1.6, .brightness = 60.0}},
        {"jpeg40", {}, {.jpeg_quality = 40}},
        {"jpeg15", {}, {.jpeg_quality = 15}},
        {"inverted", {}, {}, {.inverted = true}},
        {"mirrored", {}, {}, {.mirrored = true}},
        {"curl2", {.curl = 0.02}},
        {"curl5", {.curl = 0.05}},
        {"real",
         {.module_px = 3.3, .turn_deg = 8.0, .keystone = 0.10},
         {.blur_px = 1.0, .noise = 8.0, .jpeg_quality = 80}},
        {"real-dark",
         {.module_px = 3.3, .turn_deg = 20.0, .keystone = 0.10},
         {.blur_px = 1.2, .contrast = 0.4, .noise = 10.0, .jpeg_quality = 80}},
    }};
    return variants;
}

std::span<const Variant> must_not_read_variants() {
    static constexpr std::array<Variant, 3> variants{{
        {"damaged12", {}, {}, {}, Damage::Random12},
        {"damaged35", {}, {}, {}, Damage::Random35},
        {"half-other", {}, {}, {}, Damage::HalfOther},
    }};
    return variants;
}

}  // namespace outpost::corpus
