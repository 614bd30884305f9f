// Projective maps between the modules of a symbol and the pixels of a picture.
#pragma once

#include "core/scanning/plane.h"

#include <array>
#include <optional>
#include <span>

namespace outpost::scanning {

/// A place in the symbol, in modules: (0, 0) is its top left corner, module (c, r) has its centre
/// at (c + 0.5, r + 0.5).
using ModulePlace = Place;

struct Match {
    ModulePlace from;
    Place to;
    double weight = 1.0;
};

class Projection {
  public:
    /// Least squares over at least 4 matches; nothing when they lie on a line.
    static std::optional<Projection> fit(std::span<const Match> matches);

    [[nodiscard]] Place apply(ModulePlace at) const {
        const double w = h_[6] * at.x + h_[7] * at.y + 1.0;
        return {(h_[0] * at.x + h_[1] * at.y + h_[2]) / w,
                (h_[3] * at.x + h_[4] * at.y + h_[5]) / w};
    }
    /// False where the map turns over: beyond its horizon.
    [[nodiscard]] bool is_before_horizon(ModulePlace at) const {
        return h_[6] * at.x + h_[7] * at.y + 1.0 > 0.05;
    }

  private:
    std::array<double, 8> h_{1, 0, 0, 0, 1, 0, 0, 0};
};

/// Solves a x = b for a symmetric positive matrix of `size` rows (Cholesky), in place: the solution
/// is in b. False when the matrix is not positive.
bool solve_positive(std::span<double> a, std::span<double> b);

}  // namespace outpost::scanning
