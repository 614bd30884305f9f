#include "firmware-app/station/regular_sealing.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/sync_desk.h"

#include <string>
#include <utility>

namespace outpost::station {

void RegularSealing::turn(UtcInstant at) {
    const auto now_ms = ports_.clock.monotonic_ms();
    if (std::exchange(has_begun_, true) && now_ms - sealed_ms_ < seal_every_ms) return;
    sealed_ms_ = now_ms;
    const auto enrolment = read_enrolment(state_.path, ports_.files);
    if (!enrolment || !*enrolment) return;
    const auto sealed = seal_finished(state_, **enrolment, ports_, at);
    if (!sealed && !told_)
        console_.message("not everything could be sealed: " + words_for(sealed.error()));
    told_ = !sealed;
}

}  // namespace outpost::station
