// What an evdev device is asked, as a table that tests can replace.
#pragma once

#include <memory>
#include <string>

namespace outpost {

/// Each call means what its namesake in open(2) or linux/input.h means, errno included. Reading is
/// poll(2) and read(2) on the descriptor, so a test can hand out a pipe.
class EvdevCalls {
  public:
    virtual ~EvdevCalls() = default;
    virtual int open_device(const std::string& path) = 0;
    /// EVIOCGBIT: whether the device has letters, digits and Enter.
    virtual bool types_text(int file) = 0;
    /// EVIOCGRAB: this descriptor alone gets the events.
    virtual int grab(int file) = 0;
};

std::unique_ptr<EvdevCalls> system_evdev_calls();

}  // namespace outpost
