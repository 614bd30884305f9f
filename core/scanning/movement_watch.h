// Whether somebody stands before the camera, from picture to picture.
#pragma once

#include "core/ports/frame.h"

#include <array>
#include <cstddef>
#include <optional>

namespace outpost::scanning {

/// Compares mean greys of 16 x 12 fields with what stood there before: a person who comes, not
/// noise and not light that changes everywhere alike. Keeps nothing else of a picture.
class MovementWatch {
  public:
    /// @param frame  of any size; one without a pixel for each field never moves
    /// @return true when a part of the picture has been other than before in two pictures together
    bool look(FrameView frame);

  private:
    static constexpr std::size_t columns = 16;
    static constexpr std::size_t rows = 12;
    using Fields = std::array<float, columns * rows>;

    static Fields fields_of(FrameView frame);
    [[nodiscard]] std::size_t changed_fields(const Fields& now) const;

    std::optional<Fields> before_;  // drifts towards what is there
    bool was_changed_ = false;
};

}  // namespace outpost::scanning
