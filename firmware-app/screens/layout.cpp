// Zones, reach and rows of keys.
#include "firmware-app/screens/layout.h"

#include <algorithm>
#include <cmath>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

constexpr double reach_low_mm = 800;  // EN 301 549, 8.3: keys best from here to 1100

// How far the lowest key stands above the panel's lower edge.
double lift_px(const Sheet& sheet, double zone_px) {
    const Metrics& m = sheet.metrics();
    const auto& bottom = sheet.view().panel.bottom_mm;
    if (!bottom || m.has_low_keys || *bottom >= reach_low_mm) return 0;
    const double lift = m.px(reach_low_mm - *bottom);
    return lift + zone_px > m.height_px * 0.6 ? 0 : lift;
}

std::size_t rows_of(const std::vector<KeyModel>& models) {
    const auto mains = static_cast<std::size_t>(std::count_if(
        models.begin(), models.end(), [](const KeyModel& model) { return model.is_main; }));
    return mains + (models.size() - mains + 1) / 2;
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

double key_row_px(const Metrics& metrics) {
    if (metrics.is_portrait) return metrics.px(std::max(metrics.key_mm, 24.0));
    return metrics.px(metrics.is_low ? metrics.key_mm : metrics.key_mm + 2);
}

Zones public_zones(Sheet& sheet, std::size_t key_count) {
    const Metrics& m = sheet.metrics();
    Zones out;
    out.body = inset(sheet.all(), m.px(m.margin_mm));
    out.status = cut_top(out.body, m.px(m.status_mm));
    cut_top(out.body, m.px(m.is_low ? 1 : 3));
    if (key_count == 0) return out;
    const double row = key_row_px(m);
    const auto rows = static_cast<double>(m.is_portrait ? (key_count + 1) / 2 : 1);
    const double height = rows * row + (rows - 1) * m.px(m.gap_mm);
    cut_bottom(out.body, lift_px(sheet, height));
    out.keys = cut_bottom(out.body, height);
    cut_bottom(out.body, m.px(m.is_low ? 2 : m.gap_mm));
    return out;
}

void place_keys(Sheet& sheet, std::vector<KeyModel> models, PixelBox zone) {
    if (models.empty()) return;
    const Metrics& m = sheet.metrics();
    const double gap = m.px(m.gap_mm);
    if (!m.is_portrait) {
        const auto count = static_cast<double>(models.size());
        const double width = std::min((zone.width - gap * (count - 1)) / count, m.px(110));
        double x = zone.x + (zone.width - width * count - gap * (count - 1)) / 2;
        for (const KeyModel& model : models) {
            sheet.place(model, {x, zone.y, width, zone.height});
            x += width + gap;
        }
        return;
    }
    // The expected key stands alone where there is a row for it.
    const double needed = static_cast<double>(rows_of(models)) * (key_row_px(m) + gap) - gap;
    const bool has_room = needed <= zone.height + 1;
    const auto rows = static_cast<double>(has_room ? rows_of(models) : (models.size() + 1) / 2);
    const double high = std::min((zone.height - gap * (rows - 1)) / rows, key_row_px(m) * 1.3);
    if (has_room)
        std::stable_partition(models.begin(), models.end(),
                              [](const KeyModel& model) { return model.is_main; });
    double y = zone.y + zone.height - high * rows - gap * (rows - 1);
    for (std::size_t i = 0; i < models.size();) {
        const bool is_alone = (has_room && models[i].is_main) || i + 1 == models.size();
        if (is_alone) {
            sheet.place(models[i], {zone.x, y, zone.width, high});
        } else {
            const double width = (zone.width - gap) / 2;
            sheet.place(models[i], {zone.x, y, width, high});
            sheet.place(models[i + 1], {zone.x + width + gap, y, width, high});
        }
        i += is_alone ? 1 : 2;
        y += high + gap;
    }
}

std::vector<PixelBox> grid_boxes(const Metrics& metrics, PixelBox zone, std::size_t count,
                                 std::size_t columns, double height_max_px) {
    std::vector<PixelBox> out;
    if (count == 0 || columns == 0) return out;
    const double gap = metrics.px(metrics.gap_mm);
    const auto rows = static_cast<double>((count + columns - 1) / columns);
    const auto across = static_cast<double>(columns);
    const double width = (zone.width - gap * (across - 1)) / across;
    const double high = std::min((zone.height - gap * (rows - 1)) / rows, height_max_px);
    const double top = zone.y + zone.height - high * rows - gap * (rows - 1);
    for (std::size_t i = 0; i < count; ++i) {
        const auto column = static_cast<double>(i % columns);
        const auto row = static_cast<double>(i / columns);
        out.push_back({zone.x + column * (width + gap), top + row * (high + gap), width, high});
    }
    return out;
}

void place_grid(Sheet& sheet, const std::vector<KeyModel>& models, PixelBox zone,
                std::size_t columns, double height_max_px) {
    const auto boxes = grid_boxes(sheet.metrics(), zone, models.size(), columns, height_max_px);
    for (std::size_t i = 0; i < boxes.size(); ++i) sheet.place(models[i], boxes[i]);
}

std::string clock_text(UtcInstant instant) {
    constexpr std::int64_t minute_ms = 60'000;
    constexpr std::int64_t day_minutes = 1'440;
    const std::int64_t minutes =
        ((instant.since_epoch_ms / minute_ms) % day_minutes + day_minutes) % day_minutes;
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string countdown_text(std::int64_t ms) {
    const std::int64_t seconds = std::max<std::int64_t>((ms + 999) / 1'000, 0);
    return std::to_string(seconds / 60) + ":" + two_digits(seconds % 60);
}

void status_line(Sheet& sheet, PixelBox box) {
    const Metrics& m = sheet.metrics();
    const auto& state = sheet.state();
    sheet.place_bare(KeyModel{{KeyId::StatusLine, 0}}, box);
    TextLook look = sheet.label();
    look.lines = 1;
    if (sheet.ground() == sheet.palette().page) look.ink = sheet.palette().second;
    PixelBox row = box;
    TextLook end = look;
    end.align = TextAlign::End;
    sheet.put(sheet.data(clock_text(state.wall), end), cut_end(row, m.px(look.cap_mm * 4.6)));
    const auto purpose = static_cast<std::size_t>(std::max(state.purpose, 0));
    const bool has_room = !(state.health.data_is_ageing && m.is_low && m.has_large_text);
    if (has_room && sheet.settings().can_check && purpose < sheet.settings().purposes.size()) {
        const auto& words = sheet.settings().purposes[purpose].words;
        sheet.put(sheet.data(words, look),
                  cut_start(row, state.health.data_is_ageing ? row.width * 0.4 : row.width));
    }
    if (!state.health.data_is_ageing) return;
    cut_start(row, m.px(m.gap_mm));
    const double side = std::min(box.height * 0.8, m.px(6));
    sheet.icon("data-old", middle(cut_start(row, side), side, side),
               look.ink.value_or(sheet.ink()));
    cut_start(row, m.px(1));
    sheet.put(sheet.words("verdict.older_data", look), row);
}

void operator_bar(Sheet& sheet, PixelBox& body, const Line& title,
                  const std::vector<KeyModel>& models) {
    const Metrics& m = sheet.metrics();
    const Palette& palette = sheet.palette();
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    // The word stands on a strip of its own: nobody takes these pages for public ones.
    const double strip_mm = m.is_low ? 6.5 : (m.has_large_text ? 9 : 8);
    const PixelBox strip{0, body.y - m.px(m.margin_mm), m.width_px, m.px(strip_mm)};
    cut_top(body, m.px(strip_mm - m.margin_mm) + gap);
    sheet.box(strip, palette.main);
    sheet.set_ground(palette.main, palette.main_ink);
    PixelBox words = inset(strip, m.px(0.5));
    words.x += m.px(m.margin_mm);
    words.width -= 2 * m.px(m.margin_mm);
    TextLook look = sheet.operator_text();
    look.lines = 1;
    look.floor_mm = 2.5;
    look.weight = TextWeight::Bold;
    TextLook end = look;
    end.align = TextAlign::End;
    sheet.put(sheet.data(clock_text(sheet.state().wall), end), cut_end(words, m.px(24)));
    sheet.put(sheet.words("op.title", look), cut_start(words, words.width * 0.4));
    if (const auto& who = sheet.state().operator_session; who) {
        look.weight = TextWeight::Normal;
        sheet.put(sheet.data(who->name, look), words);
    }
    sheet.set_ground(palette.page, palette.text);

    PixelBox row = cut_top(body, m.px(m.operator_key_mm));
    cut_top(body, gap);
    const auto count = static_cast<double>(models.size());
    const double width = std::clamp(row.width * 0.62 / std::max(count, 1.0), m.px(24), m.px(45));
    for (auto model = models.rbegin(); model != models.rend(); ++model) {
        sheet.place(*model, cut_end(row, width));
        cut_end(row, gap);
    }
    sheet.put(title, row);
}

void operator_row(Sheet& sheet, PixelBox& body, const std::vector<KeyModel>& models) {
    if (models.empty()) return;
    const Metrics& m = sheet.metrics();
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    PixelBox row = cut_bottom(body, m.px(m.operator_key_mm));
    cut_bottom(body, gap);
    const auto count = static_cast<double>(models.size());
    const double width = (row.width - gap * (count - 1)) / count;
    for (const KeyModel& model : models) {
        sheet.place(model, cut_start(row, width));
        cut_start(row, gap);
    }
}

void chip_line(Sheet& sheet, PixelBox box, session::Level level, const Line& words) {
    const double side = std::min(box.height * 0.8, sheet.px(8));
    const PixelBox place = cut_start(box, side + sheet.px(2));
    sheet.chip(level, {place.x, place.y + (place.height - side) / 2, side, side});
    sheet.put(words, box);
}

}  // namespace outpost::screens
