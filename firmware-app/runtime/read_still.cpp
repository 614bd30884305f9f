// Symbols of a picture that will not come again.
#include "firmware-app/runtime/read_still.h"

#include "core/parts/part_collector.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>
#include <variant>

namespace outpost::runtime {

namespace {

/// Symbols that are parts of one message become one symbol; parts of a message that is not there
/// whole stay as they are.
class Joiner {
  public:
    void add(StillSymbol symbol) {
        auto offer = parts_.offer(symbol.symbol, 0);
        if (auto* joined = std::get_if<parts::JoinedMessage>(&offer)) {
            symbol.symbol.payload = std::move(joined->message);
            symbol.symbol.part.reset();
            found_.push_back(std::move(symbol));
            waiting_.clear();
        } else if (std::holds_alternative<parts::PartProgress>(offer)) {
            waiting_.push_back(std::move(symbol));
        } else {
            found_.push_back(std::move(symbol));
        }
    }

    std::vector<StillSymbol> take() {
        std::move(waiting_.begin(), waiting_.end(), std::back_inserter(found_));
        return std::move(found_);
    }

  private:
    parts::PartCollector parts_;
    std::vector<StillSymbol> found_;
    std::vector<StillSymbol> waiting_;
};

}  // namespace

Result<std::vector<StillSymbol>> read_still(FrameReader& frame_reader,
                                            std::span<PictureReader* const> picture_readers,
                                            ByteView content) {
    const auto reader =
        std::find_if(picture_readers.begin(), picture_readers.end(),
                     [content](const PictureReader* r) { return r->recognises(content); });
    if (reader == picture_readers.end()) return Error{Errc::Unsupported, 0, "no picture"};
    OUTPOST_TRY(const auto pages, (*reader)->read(content));
    Joiner found;
    for (std::size_t page = 0; page < pages.size(); ++page) {
        const auto started = std::chrono::steady_clock::now();
        auto reading = frame_reader.read(pages[page].view(), {ReadEffort::Still, still_budget, 0});
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started);
        for (auto& symbol : reading.symbols) found.add({std::move(symbol), page, spent.count()});
    }
    return found.take();
}

}  // namespace outpost::runtime
