#include "drivers/hotplug/udev_watch.h"

#include <catch2/catch.hpp>

#include <deque>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

struct Line {
    UdevSource::Wait wait = UdevSource::Wait::Ready;
    std::optional<UdevRecord> record = {};
    bool lost = false;
};

class ScriptedSource final : public UdevSource {
  public:
    ScriptedSource(std::deque<Line> lines, std::vector<milliseconds>& waits)
        : lines_(std::move(lines)), waits_(waits) {}
    Wait wait(milliseconds deadline) override {
        waits_.push_back(deadline);
        return lines_.empty() ? Wait::Nothing : lines_.front().wait;
    }
    Result<std::optional<UdevRecord>> receive() override {
        const auto line = lines_.front();
        lines_.pop_front();
        if (line.lost) return Error{Errc::Io, 0, "lost"};
        return line.record;
    }

  private:
    std::deque<Line> lines_;
    std::vector<milliseconds>& waits_;
};

Line record(const char* action, const char* subsystem, const char* node) {
    return {UdevSource::Wait::Ready, UdevRecord{action, subsystem, node}};
}

}  // namespace

TEST_CASE("hotplug: which records are events", "[hotplug]") {
    const auto camera = event_of({"add", "video4linux", "/dev/video10"});
    REQUIRE(camera);
    CHECK(camera->kind == DeviceEvent::Kind::Added);
    CHECK(camera->device_class == DeviceClass::Camera);
    CHECK(camera->path == "/dev/video10");
    const auto serial = event_of({"remove", "tty", "/dev/ttyACM0"});
    REQUIRE(serial);
    CHECK(serial->kind == DeviceEvent::Kind::Removed);
    CHECK(serial->device_class == DeviceClass::Serial);
    CHECK(event_of({"add", "input", "/dev/input/event3"})->device_class == DeviceClass::Keys);
}

TEST_CASE("hotplug: records that are none of ours", "[hotplug]") {
    for (const auto& other : {
             UdevRecord{"change", "video4linux", "/dev/video0"},
             UdevRecord{"bind", "tty", "/dev/ttyUSB0"},
             UdevRecord{"", "tty", "/dev/ttyUSB0"},
             UdevRecord{"add", "block", "/dev/video0"},
             UdevRecord{"add", "video4linux", ""},
             UdevRecord{"add", "video4linux", "/dev/video"},
             UdevRecord{"add", "video4linux", "/dev/vbi0"},
             UdevRecord{"add", "video4linux", "/dev/video0/../../etc/passwd"},
             UdevRecord{"add", "video4linux", "/dev/video0\nx"},
             UdevRecord{"add", "video4linux", "video0"},
             UdevRecord{"add", "input", "/dev/input/js0"},
             UdevRecord{"add", "input", "/dev/input/mouse0"},
             UdevRecord{"add", "video4linux", "/dev/video" + std::string(100, '1')},
         }) {
        CAPTURE(other.action, other.subsystem, other.node);
        CHECK_FALSE(event_of(other));
    }
}

TEST_CASE("hotplug: passes over what does not matter, within one deadline", "[hotplug]") {
    std::vector<milliseconds> waits;
    UdevWatch watch(std::make_unique<ScriptedSource>(
        std::deque<Line>{record("change", "video4linux", "/dev/video0"), Line{},
                         record("add", "video4linux", "/dev/video0"),
                         record("remove", "video4linux", "/dev/video0")},
        waits));
    const auto came = watch.next(milliseconds(70));
    REQUIRE(came);
    REQUIRE(*came);
    CHECK((*came)->kind == DeviceEvent::Kind::Added);
    CHECK(waits == std::vector<milliseconds>{milliseconds(70), milliseconds(0), milliseconds(0)});
    CHECK((**watch.next(milliseconds(70))).kind == DeviceEvent::Kind::Removed);
    const auto nothing = watch.next(milliseconds(70));
    REQUIRE(nothing);
    CHECK_FALSE(*nothing);
}

TEST_CASE("hotplug: lost events and a broken queue are told", "[hotplug]") {
    std::vector<milliseconds> waits;
    Line lost;
    lost.lost = true;
    UdevWatch losing(std::make_unique<ScriptedSource>(std::deque<Line>{lost}, waits));
    CHECK(losing.next(milliseconds(1)).error().code == Errc::Io);
    UdevWatch broken(
        std::make_unique<ScriptedSource>(std::deque<Line>{Line{UdevSource::Wait::Failed}}, waits));
    CHECK(broken.next(milliseconds(1)).error().code == Errc::Io);
}

TEST_CASE("hotplug: a flood of other records ends", "[hotplug]") {
    std::vector<milliseconds> waits;
    std::deque<Line> flood(10'000, record("change", "tty", "/dev/ttyS0"));
    UdevWatch watch(std::make_unique<ScriptedSource>(std::move(flood), waits));
    const auto nothing = watch.next(milliseconds(1));
    REQUIRE(nothing);
    CHECK_FALSE(*nothing);
    CHECK(waits.size() <= 300);
}

TEST_CASE("hotplug: the system's own monitor", "[hotplug]") {
    auto watch = UdevWatch::open();
    if (!watch) {
        WARN("udev's netlink socket is refused here: only the error is checked");
        CHECK(watch.error().code == Errc::Unavailable);
        return;
    }
    const auto nothing = (*watch)->next(milliseconds(0));
    CHECK(nothing);
}
