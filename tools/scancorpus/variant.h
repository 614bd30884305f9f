// What is done to a frame: the parameters of one kind of degradation. docs/scan-corpus.md
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace outpost::corpus {

/// What becomes of the modules before they are printed. All but None make it impossible to read.
enum class Damage : std::uint8_t {
    None,
    Random12,   // 12 % of the modules outside the function patterns are thrown anew
    Random35,   // 35 %
    HalfOther,  // the right half is another symbol's
};

/// How the symbol comes onto paper or a screen. Lengths in modules of the symbol.
struct PrintStyle {
    double ink = 25.0;           // grey level
    double paper = 230.0;        // grey level
    double quiet_modules = 4.0;  // white around the symbol
    double paper_modules = 8.0;  // more white around that
    bool inverted = false;
    bool mirrored = false;
    double gain_modules = 0.0;       // dark areas grow by this on each side; negative: shrink
    bool thermal_dots = false;       // 3 x 3 round dots a module
    std::int32_t dead_dots = 0;      // dot columns that print nothing
    double fade = 0.0;               // towards one side the ink loses this share of its contrast
    double logo_share = 0.0;         // of the symbol's area, a picture over its middle
    double speck_share = 0.0;        // of the symbol's area, half light and half dark specks
    std::int32_t scratches = 0;      // light lines of 0.4 modules across the sheet
    double cover_share = 0.0;        // of the symbol's area, a disc over the corner without finder
    std::int32_t screen_pixels = 0;  // screen pixels a module, with dark gaps between; 0: paper
    bool aliased = false;            // the camera does not blur what is finer than its pixels
};

/// Geometry of the sheet before the camera. Lengths in pixels of the frame unless named otherwise.
struct Pose {
    double module_px = 3.5;
    double turn_deg = 0.0;
    double keystone = 0.0;
    double curl = 0.0;        // rows displaced by curl * sin(pi x) of the sheet's side, ...
    double curl_along = 0.0;  // columns by curl_along * sin(pi y); x, y: 0 to 1 on the sheet
    double fold_deg = 0.0;    // tilt of one side of a crease through the middle; other side a third
    double barrel = 0.0;      // radial: r' = r (1 + barrel r^2), r = 1 at the frame's side
    double shear = 0.0;       // columns displaced by shear * y: rolling shutter
    double wobble_px = 0.0;   // and by a wave of this height down the frame
    double crumple_px = 0.0;  // smooth random displacement, deviation
    bool second_symbol = false;  // another symbol beside; both are to be read
};

/// Optics, light and sensor, applied in this order.
struct Light {
    double blur_px = 0.0;           // Gaussian sigma
    double defocus_px = 0.0;        // radius of a disc
    std::int32_t motion_px = 0;     // box, across or down at random
    bool motion_oblique = false;    // the box lies in any direction
    double gradient = 0.0;          // falls by this share from x = 340 to 940
    double shadow = 0.0;            // share of light that a hand takes away from part of the symbol
    double crease_shade = 0.0;      // light differs by this share across folds and crumples
    double flicker = 0.0;           // horizontal bands of a lamp, share of the light
    double band = 0.0;              // one dark soft band of a screen's refresh, share of the light
    double glare_share = 0.0;       // of the symbol's area, +400 in a soft disc near the centre
    double streak_share = 0.0;      // the same as a streak across the symbol
    double gamma = 1.0;             // level = 255 (level / 255)^gamma
    double contrast = 1.0;          // factor on the level
    double brightness = 0.0;        // then added
    double noise = 0.0;             // Gaussian sigma, grey levels
    double salt_pepper = 0.0;       // share of the pixels
    std::int32_t jpeg_quality = 0;  // 0: none
};

/// One kind of frame.
struct Variant {
    std::string_view name;
    Pose pose{};
    Light light{};
    PrintStyle print{};
    Damage damage = Damage::None;
    bool dark_desk = false;   // the surroundings are dark instead of middle grey
    std::int32_t shrink = 1;  // taken at 1 / shrink of the frame's size, then enlarged
};

/// The 37 kinds that the decoders were first compared on.
std::span<const Variant> standard_variants();
/// Further kinds; a perfect decoder reads all of them.
std::span<const Variant> extra_variants();
/// A camera must see these several times; alone most frames cannot be read.
std::span<const Variant> burst_variants();
/// Damaged beyond the error correction: nothing may be read.
std::span<const Variant> must_not_read_variants();

}  // namespace outpost::corpus
