#include "drivers/display/memory_display.h"

#include "drivers/display/composer.h"

#include <utility>

namespace outpost {

Result<void> MemoryDisplay::show(const CanvasPicture* canvas,
                                 const std::optional<PreviewPicture>& preview) {
    if (canvas != nullptr) {
        if (canvas->width_px != width_px_ || canvas->height_px != height_px_)
            return Error{Errc::BadLength, 0, "canvas of another size"};
        canvas_ = *canvas;
    }
    picture_.width_px = canvas_.width_px;
    picture_.height_px = canvas_.height_px;
    compose(canvas_, preview, picture_.pixels);
    ++shown_;
    return {};
}

std::vector<DisplayInput> MemoryDisplay::inputs(std::int32_t /*wait_ms*/) {
    return std::exchange(inputs_, {});
}

}  // namespace outpost
