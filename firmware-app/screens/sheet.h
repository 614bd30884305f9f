// A screen while it is being laid out. Screens lay out as if the language ran left to right; the
// sheet mirrors every box when it does not.
#pragma once

#include "core/ports/message_fill.h"
#include "firmware-app/screens/metrics.h"
#include "firmware-app/screens/screens.h"
#include "firmware-app/screens/theme.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::screens {

/// What a draw gets. Borrowed for its time.
struct View {
    const session::State& state;
    const session::Settings& settings;
    const Panel& panel;
    const Messages& messages;
    const MessageCatalogs* catalogs = nullptr;
    const TextMeasure& measure;
};

struct TextLook {
    double cap_mm = 7.4;
    double floor_mm = 0;  // 0: as cap_mm
    std::int32_t lines = 3;
    TextWeight weight = TextWeight::SemiBold;
    TextAlign align = TextAlign::Start;
    bool is_personal = false;
    bool is_verdict = false;
    std::optional<Rgba> ink;  // nothing: that of the ground
};

/// A text before it has a place.
struct Line {
    std::string key;  // empty: data
    std::string text;
    TextLook look;
    std::string language;
    bool right_to_left = false;
};

PixelBox inset(PixelBox box, double px);
/// Cuts `px` off a side and gives the part that was cut off.
PixelBox cut_top(PixelBox& box, double px);
PixelBox cut_bottom(PixelBox& box, double px);
PixelBox cut_start(PixelBox& box, double px);
PixelBox cut_end(PixelBox& box, double px);
PixelBox middle(PixelBox box, double width_px, double height_px);

class Sheet {
  public:
    Sheet(const View& view, bool is_public);

    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] const session::State& state() const { return view_.state; }
    [[nodiscard]] const session::Settings& settings() const { return view_.settings; }
    [[nodiscard]] const Metrics& metrics() const { return metrics_; }
    [[nodiscard]] const Palette& palette() const { return palette_; }
    [[nodiscard]] double px(double mm) const { return metrics_.px(mm); }
    [[nodiscard]] PixelBox all() const { return {0, 0, metrics_.width_px, metrics_.height_px}; }
    [[nodiscard]] bool is_rtl() const { return is_rtl_; }
    [[nodiscard]] Rgba ground() const { return ground_; }
    [[nodiscard]] Rgba ink() const { return ink_; }

    // Words.
    [[nodiscard]] Line words(std::string_view key, const TextLook& look,
                             std::initializer_list<Filling> values = {}) const;
    [[nodiscard]] Line counted(std::string_view key, const TextLook& look, std::int64_t count,
                               std::string_view name = "n") const;
    [[nodiscard]] Line data(std::string_view text, const TextLook& look) const;
    /// Height at this width, no more than lines need.
    [[nodiscard]] double height_of(const Line& line, double width_px) const;
    /// Width on one line of its usual size.
    [[nodiscard]] double width_of(const Line& line) const;
    [[nodiscard]] bool fits(const Line& line, PixelBox box) const;
    TextFit put(const Line& line, PixelBox box);
    /// Several texts one under another, in the middle of the box (or at its top).
    void stack(const std::vector<Line>& lines, PixelBox box, bool is_middle_high = true);
    [[nodiscard]] double stack_height(const std::vector<Line>& lines, double width_px) const;

    // Looks.
    [[nodiscard]] TextLook title() const;
    [[nodiscard]] TextLook sentence() const;
    [[nodiscard]] TextLook label() const;
    [[nodiscard]] TextLook operator_text() const;

    // Shapes.
    void set_ground(Rgba ground, Rgba ink);
    void paint_page(Rgba ground, Rgba ink);
    void box(PixelBox box, Rgba fill, Rgba outline = {0, 0, 0, 0}, double outline_mm = 0,
             double corner_mm = 0);
    void icon(std::string_view name, PixelBox box, Rgba ink, bool is_mirrored = false);
    void chip(session::Level level, PixelBox box);
    void band(PixelBox box, BandPattern pattern, double pitch_px, Rgba ink);
    /// Points as they are: never mirrored with the language.
    void line(LineItem item) { drawn_.list.items.emplace_back(std::move(item)); }
    /// @return the box as placed on the panel
    PixelBox preview(PixelBox box);
    void bar(PixelBox box, double share, Rgba ink);

    // Keys. take() gives each key of the screen once.
    std::optional<session::KeyModel> take(session::KeyId id);
    std::vector<session::KeyModel> take_all(session::KeyId id);
    std::vector<session::KeyModel> take_rest();
    [[nodiscard]] std::size_t keys_left() const { return models_.size(); }
    void place(const session::KeyModel& model, PixelBox box);
    void place(const session::KeyModel& model, PixelBox box, const Line& label,
               std::string_view icon = {});
    /// Only where it is: the screen draws the key itself.
    void place_bare(const session::KeyModel& model, PixelBox box);

    void redraw_at(std::int64_t ms);
    Drawn finish();

  private:
    [[nodiscard]] PixelBox placed(PixelBox box) const;
    [[nodiscard]] TextItem item_of(const Line& line, PixelBox box) const;
    void put_label(Line label, PixelBox box);
    void put_toggle(const session::KeyModel& model, PixelBox& box);
    void draw_focus();

    View view_;
    Metrics metrics_;
    Palette palette_;
    bool is_public_;
    bool is_rtl_;
    Rgba ground_;
    Rgba ink_;
    std::vector<session::KeyModel> models_;
    Drawn drawn_;
};

}  // namespace outpost::screens
