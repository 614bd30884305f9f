// outpost-samples RECIPES CREDENTIALS OUT: draws the pictures that a recipe file asks for.
#include "core/formats/divoc_payload.h"
#include "tools/samples/scene.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace {

using outpost::Errc;
using outpost::Error;
using outpost::Result;
namespace samples = outpost::samples;

/// One line: picture credential form module_px angle_deg blur noise paper ink seed
struct Recipe {
    std::string picture;
    std::string credential;  // "-": no symbol
    std::string form;        // raw or utf8
    samples::Scene scene;
};

std::optional<Recipe> parse_recipe(const std::string& line) {
    Recipe recipe;
    std::istringstream words(line);
    words >> recipe.picture >> recipe.credential >> recipe.form >> recipe.scene.module_px >>
        recipe.scene.angle_deg >> recipe.scene.blur_passes >> recipe.scene.noise >>
        recipe.scene.paper >> recipe.scene.ink >> recipe.scene.seed;
    const bool complete = !words.fail() && (recipe.form == "raw" || recipe.form == "utf8");
    return complete ? std::optional(recipe) : std::nullopt;
}

Result<outpost::Bytes> make_payload(const Recipe& recipe, const std::string& folder) {
    if (recipe.credential == "-") return outpost::Bytes{};
    std::ifstream file(folder + "/" + recipe.credential, std::ios::binary);
    if (!file) return Error{Errc::NotFound, 0, "no such credential"};
    const std::string json((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    return outpost::formats::make_divoc_payload(
        json, recipe.form == "raw" ? outpost::PayloadForm::Compact : outpost::PayloadForm::Divoc);
}

Result<void> draw(const Recipe& recipe, const std::string& folder, const std::string& out) {
    OUTPOST_TRY(const auto payload, make_payload(recipe, folder));
    OUTPOST_TRY(auto frame, samples::draw_scene(payload, recipe.scene));
    const cv::Mat picture(frame.height_px, frame.width_px, CV_8UC1, frame.pixels.data());
    if (!cv::imwrite(out + "/" + recipe.picture, picture, {cv::IMWRITE_PNG_COMPRESSION, 9}))
        return Error{Errc::Io, 0, "cannot write the picture"};
    const auto version = samples::symbol_version(payload);
    std::cout << recipe.picture << ": " << payload.size() << " bytes, version "
              << (version ? *version : 0) << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "Usage: outpost-samples RECIPES CREDENTIALS_FOLDER OUT_FOLDER\n";
        return 2;
    }
    std::ifstream recipes(argv[1]);
    if (!recipes) {
        std::cerr << "outpost-samples: cannot read " << argv[1] << "\n";
        return 2;
    }
    for (std::string line; std::getline(recipes, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto recipe = parse_recipe(line);
        if (!recipe) {
            std::cerr << "outpost-samples: not a recipe: " << line << "\n";
            return 2;
        }
        if (const auto drawn = draw(*recipe, argv[2], argv[3]); !drawn) {
            std::cerr << "outpost-samples: " << recipe->picture << ": " << drawn.error().what
                      << "\n";
            return 1;
        }
    }
    return 0;
}
