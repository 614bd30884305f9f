// How sharp and how bright a finder pattern is.
#pragma once

#include "core/scanning/grid_fit.h"

#include <array>
#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// The drawn pattern that lies nearest to what is seen.
struct FinderLook {
    double sigma_along = 0.0;  // modules: Gaussian blur along the symbol's rows
    double sigma_down = 0.0;   // and along its columns
    double light = 0.0;        // grey levels, as if nothing were blurred
    double dark = 0.0;
    double likeness = 0.0;  // correlation with it, -1 to 1
};

/// Compares finder patterns with drawn ones, blurred by 0.05 to 1.5 modules each way. Making one
/// costs some 60 microseconds, a look about as much.
class FinderModel {
  public:
    FinderModel();
    /// Corrects the centre of the shape by up to half a module first. The frame must be readable.
    [[nodiscard]] FinderLook look_at(FrameView frame, FinderShape& shape) const;

  private:
    static constexpr std::size_t places = 18;  // half a module apart, 4.25 modules each way
    static constexpr std::size_t sigmas = 30;
    static constexpr std::size_t squares = 3;  // dark of 7 modules, light of 5, dark of 3
    using Profile = std::array<float, places>;
    using Values = std::array<float, places * places>;
    struct Match {
        double likeness = -2.0;
        double light = 0.0;
        double dark = 0.0;
    };

    [[nodiscard]] static double sigma_of(std::size_t index);
    [[nodiscard]] static Values values_of(FrameView frame, const FinderShape& shape);
    [[nodiscard]] Match match(const Values& values, std::size_t along, std::size_t down) const;
    [[nodiscard]] Match fit(const Values& values, std::size_t& along, std::size_t& down) const;

    std::vector<std::array<Profile, squares>> profiles_;  // one for each sigma
};

}  // namespace outpost::scanning
