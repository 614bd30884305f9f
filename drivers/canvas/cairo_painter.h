// Draw lists to pixels: Cairo for shapes, Pango for text of every script, librsvg for icons.
#pragma once

#include "core/base/bytes.h"
#include "core/ports/draw_list.h"

#include <functional>
#include <memory>
#include <string_view>

namespace outpost {

/// The SVG of an icon's name; empty where there is none. Ours: never foreign.
using IconSource = std::function<std::string_view(std::string_view name)>;

/// For one thread. Fitting and painting use the same layout, and keep it: a screen that is painted
/// again costs a few milliseconds. Boxes without a place or size that can be drawn are left out.
class CairoPainter final : public Painter {
  public:
    explicit CairoPainter(IconSource icons);
    ~CairoPainter() override;

    [[nodiscard]] TextFit fit(const TextItem& item) const override;
    void paint(const DrawList& list, CanvasPicture& canvas) override;
    /// Nothing of what was painted is kept, and the texts are overwritten: names are personal.
    void forget();

  private:
    struct Shelves;
    std::unique_ptr<Shelves> shelves_;
};

/// @error BadLength (no picture), Io (no memory)
Result<Bytes> write_png(const CanvasPicture& canvas);

}  // namespace outpost
