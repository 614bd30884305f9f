// The kernel's own evdev calls.
#include "drivers/keyscanner/evdev_calls.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>

namespace outpost {

namespace {

constexpr int needed_keys[] = {KEY_1, KEY_0, KEY_A, KEY_M, KEY_Z, KEY_ENTER};

class SystemEvdevCalls final : public EvdevCalls {
  public:
    int open_device(const std::string& path) override {
        return ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    }
    bool types_text(int file) override {
        std::array<unsigned char, KEY_CNT / 8 + 1> bits{};
        if (::ioctl(file, EVIOCGBIT(EV_KEY, bits.size()), bits.data()) < 0) return false;
        return std::all_of(std::begin(needed_keys), std::end(needed_keys), [&bits](int key) {
            const auto place = static_cast<std::size_t>(key);
            return ((bits[place / 8] >> (place % 8)) & 1) != 0;
        });
    }
    int grab(int file) override { return ::ioctl(file, EVIOCGRAB, 1); }
};

}  // namespace

std::unique_ptr<EvdevCalls> system_evdev_calls() {
    return std::make_unique<SystemEvdevCalls>();
}

}  // namespace outpost
