// PINs tried at the kiosk: counted on disk first, then looked at on a thread, since that takes time
// on purpose.
#pragma once

#include "core/operators/pin_door.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/random.h"
#include "firmware-app/session/event.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace outpost::kiosk {

class PinDesk {
  public:
    using Tell = std::function<void(session::Happening)>;

    PinDesk(FileStore& files, const Clock& clock, Random& random, const std::string& state_folder,
            Tell tell);

    using Record = std::function<void(std::string journal_body)>;
    /// Told of every try that was looked at. Without it, tries are only counted.
    void record_with(Record record) { record_ = std::move(record); }

    /// One at a time: further ones are dropped while one is looked at.
    void try_pin(crypto::SecretBytes pin);
    /// Tells the outcome once it is there; to be called often, on the thread of try_pin().
    void poll();
    /// Waits for the outcome.
    void finish();

  private:
    void answer();
    void note_standing();
    [[nodiscard]] operators::ClockReading reading() const;

    const Clock& clock_;
    std::string boot_;
    operators::PinDoor door_;
    Tell tell_;
    Record record_;
    std::int64_t noted_ms_ = 0;  // when the door was last asked how it stands
    std::optional<operators::PinTry> begun_;
    std::mutex mutex_;
    std::optional<std::optional<operators::Operator>> found_;
    std::jthread worker_;  // last
};

}  // namespace outpost::kiosk
