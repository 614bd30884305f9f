// Symbols of a picture that will not come again.
#include "firmware-app/runtime/read_still.h"

#include <algorithm>
#include <chrono>

namespace outpost::runtime {

Result<std::vector<StillSymbol>> read_still(FrameReader& frame_reader,
                                            std::span<PictureReader* const> picture_readers,
                                            ByteView content) {
    const auto reader =
        std::find_if(picture_readers.begin(), picture_readers.end(),
                     [content](const PictureReader* r) { return r->recognises(content); });
    if (reader == picture_readers.end()) return Error{Errc::Unsupported, 0, "no picture"};
    OUTPOST_TRY(const auto pages, (*reader)->read(content));
    std::vector<StillSymbol> found;
    for (std::size_t page = 0; page < pages.size(); ++page) {
        const auto started = std::chrono::steady_clock::now();
        auto reading = frame_reader.read(pages[page].view(), {ReadEffort::Still, still_budget, 0});
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started);
        for (auto& symbol : reading.symbols)
            found.push_back({std::move(symbol), page, spent.count()});
    }
    return found;
}

}  // namespace outpost::runtime
