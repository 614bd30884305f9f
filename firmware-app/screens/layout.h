// Where things go: zones, reach, rows and grids of keys, the status line, the operator's bar.
#pragma once

#include "firmware-app/screens/sheet.h"

#include <vector>

namespace outpost::screens {

struct Zones {
    PixelBox status;
    PixelBox body;
    PixelBox keys;  // no height when there are none
};

/// Status line at the top, keys at the bottom within reach, the body between.
Zones public_zones(Sheet& sheet, std::size_t key_count);
/// Height of a row of public keys.
double key_row_px(const Metrics& metrics);
/// Landscape: one row, in the order given. Portrait: the expected key alone on top, the others in
/// twos.
void place_keys(Sheet& sheet, std::vector<session::KeyModel> models, PixelBox zone);
/// All of one size, row by row; keys are no higher than height_max_px, the grid stays low.
void place_grid(Sheet& sheet, const std::vector<session::KeyModel>& models, PixelBox zone,
                std::size_t columns, double height_max_px);
/// Boxes of that grid.
std::vector<PixelBox> grid_boxes(const Metrics& metrics, PixelBox zone, std::size_t count,
                                 std::size_t columns, double height_max_px);

/// Purpose, age of data, time; and the operator's door.
void status_line(Sheet& sheet, PixelBox box);
/// "10:42", UTC as the state has it.
std::string clock_text(UtcInstant instant);
/// "4:59"
std::string countdown_text(std::int64_t ms);

/// The bar with the word Operator, `title` and the keys given, from the end; cuts it off `body`.
void operator_bar(Sheet& sheet, PixelBox& body, const Line& title,
                  const std::vector<session::KeyModel>& models);
/// A row of operator keys at the bottom of `body`; cuts it off.
void operator_row(Sheet& sheet, PixelBox& body, const std::vector<session::KeyModel>& models);
/// A chip with words beside it.
void chip_line(Sheet& sheet, PixelBox box, session::Level level, const Line& words);

}  // namespace outpost::screens
