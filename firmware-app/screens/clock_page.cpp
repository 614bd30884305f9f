// The time as a supervisor sees and sets it.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>
#include <array>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;
using session::TimeUnit;

namespace {

constexpr std::array<std::string_view, session::time_unit_count> unit_names{
    "op.clock.year", "op.clock.month", "op.clock.day", "op.clock.hour", "op.clock.minute"};

std::int64_t value_of(UtcInstant at, TimeUnit unit) {
    constexpr std::int64_t minute_ms = 60'000;
    const auto date = civil_date_of(at);
    const auto minutes = (at.since_epoch_ms - start_of(date).since_epoch_ms) / minute_ms;
    switch (unit) {
        case TimeUnit::Year:
            return date.year;
        case TimeUnit::Month:
            return date.month;
        case TimeUnit::Day:
            return date.day;
        case TimeUnit::Hour:
            return minutes / 60;
        case TimeUnit::Minute:
            return minutes % 60;
    }
    return 0;
}

TextLook value_look(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.weight = TextWeight::Bold;
    look.align = TextAlign::Middle;
    return look;
}

/// Less, the unit and its value, more.
void put_unit(Sheet& sheet, PixelBox row, const std::pair<KeyModel, KeyModel>& keys,
              UtcInstant at) {
    const Metrics& m = sheet.metrics();
    const auto unit = static_cast<std::size_t>(keys.first.key.index);
    const double wide = std::min(row.width * 0.31, m.px(46));
    sheet.place(keys.first, cut_start(row, wide));
    sheet.place(keys.second, cut_end(row, wide));
    row = inset(row, m.px(1));
    auto value = std::to_string(value_of(at, static_cast<TimeUnit>(unit)));
    if (value.size() == 1) value.insert(0, 1, '0');
    TextLook number = value_look(sheet);
    number.cap_mm = std::max(number.cap_mm, m.is_low ? 4.0 : 6.0);
    sheet.put(sheet.words(unit_names.at(unit), value_look(sheet)), cut_top(row, row.height * 0.42));
    sheet.put(sheet.data(value, number), row);
}

}  // namespace

void lay_out(Sheet& sheet, const session::ClockPage& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    std::vector<KeyModel> back;
    if (const auto model = sheet.take(KeyId::Back); model) back.push_back(*model);
    TextLook title = value_look(sheet);
    title.align = TextAlign::Start;
    operator_bar(sheet, body, sheet.words("op.clock.title", title), back);
    const auto less = sheet.take_all(KeyId::TimeLess);
    const auto more = sheet.take_all(KeyId::TimeMore);
    const auto right = sheet.take(KeyId::TimeIsRight);
    const UtcInstant at{sheet.state().wall.since_epoch_ms + screen.shift_ms};
    // Date, then time and the key that ends it: in two columns where the panel is wide.
    constexpr std::size_t places = session::time_unit_count + 1;
    const std::size_t columns = m.is_portrait ? 1 : 2;
    const std::size_t rows = places / columns;
    const double gap = m.px(m.gap_mm);
    const double row_px = std::min(
        (body.height - static_cast<double>(rows - 1) * gap) / static_cast<double>(rows), m.px(30));
    const double high = static_cast<double>(rows) * row_px + static_cast<double>(rows - 1) * gap;
    // A tall panel's lower part is what a hand reaches.
    PixelBox column = columns == 1 ? cut_bottom(body, std::min(high, body.height))
                                   : cut_start(body, (body.width - 4 * gap) / 2);
    for (std::size_t i = 0; i < places; ++i) {
        if (columns == 2 && i == rows) {
            cut_start(body, 4 * gap);
            column = body;
        }
        const PixelBox row = cut_top(column, row_px);
        cut_top(column, gap);
        if (i < less.size() && i < more.size())
            put_unit(sheet, row, {less[i], more[i]}, at);
        else if (right)
            sheet.place(*right, row);
    }
}

}  // namespace outpost::screens
