// Recorded events through the whole chain: kernel events, layout, framing. The device is a pipe; a
// real one by uinput where the machine has that.
#include "core/framing/key_scanner.h"
#include "drivers/keymap/xkb_key_map.h"
#include "drivers/keyscanner/evdev_key_source.h"
#include "tests/support/files.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace outpost;
using framing::FramingRules;
using framing::KeyScanner;
using std::chrono::milliseconds;

namespace {

/// Events up to a pause.
using Burst = std::vector<input_event>;

input_event event_of(int type, int code, int value) {
    input_event event{};
    event.type = static_cast<std::uint16_t>(type);
    event.code = static_cast<std::uint16_t>(code);
    event.value = value;
    return event;
}

/// tests/data/scanners: "milliseconds type code value", an empty line for a pause, # for words.
std::vector<Burst> recorded(const std::string& name) {
    std::istringstream lines(tests::read_text(tests::data_dir() / "scanners" / name));
    std::vector<Burst> bursts(1);
    std::string line;
    while (std::getline(lines, line)) {
        if (line.empty()) bursts.emplace_back();
        if (line.empty() || line.front() == '#') continue;
        std::istringstream fields(line);
        long at_ms = 0;
        int type = 0;
        int code = 0;
        int value = 0;
        REQUIRE(fields >> at_ms >> type >> code >> value);
        bursts.back().push_back(event_of(type, code, value));
    }
    return bursts;
}

/// What the doubles of a test share: the pipe that stands for the device, and what was asked.
struct FakeDevice {
    int write_end = -1;
    int open_errno = 0;
    bool types_text = true;
    bool refuses_grab = false;
    int grabs = 0;

    ~FakeDevice() { unplug(); }
    void unplug() {
        if (write_end >= 0) ::close(std::exchange(write_end, -1));
    }
    void send(const Burst& burst) const {
        for (const auto& event : burst)
            REQUIRE(::write(write_end, &event, sizeof(event)) == sizeof(event));
    }
};

class PipeCalls final : public EvdevCalls {
  public:
    explicit PipeCalls(FakeDevice& device) : device_(device) {}
    int open_device(const std::string&) override {
        if (device_.open_errno != 0) {
            errno = device_.open_errno;
            return -1;
        }
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0);
        device_.unplug();
        device_.write_end = ends[1];
        return ends[0];
    }
    bool types_text(int) override { return device_.types_text; }
    int grab(int) override {
        ++device_.grabs;
        return device_.refuses_grab ? -1 : 0;
    }

  private:
    FakeDevice& device_;
};

struct Desk {
    tests::ManualClock clock;
    FakeDevice device;
    EvdevKeySource keys{"/dev/input/by-id/test", std::make_unique<PipeCalls>(device)};
    std::unique_ptr<XkbKeyMap> map;
    KeyScanner scanner;

    explicit Desk(const std::string& layout = "us", FramingRules rules = {})
        : map(XkbKeyMap::load(layout).value()), scanner(keys, *map, clock, std::move(rules)) {
        REQUIRE(scanner.open().has_value());
        REQUIRE(device.grabs == 1);
    }
    /// Everything that comes of a recording; each burst is followed by silence.
    std::vector<Result<ScannedPayload>> play(const std::string& name) {
        std::vector<Result<ScannedPayload>> all;
        for (const auto& burst : recorded(name)) {
            device.send(burst);
            int silent_looks = 0;
            while (silent_looks < 2) {
                auto payload = scanner.next_payload(milliseconds(0));
                if (!payload && payload.error().code == Errc::Timeout) {
                    // The pipe holds everything already: a look of 64 events leaves the rest.
                    const auto before = scanner.counts().bytes;
                    payload = scanner.next_payload(milliseconds(0));
                    if (scanner.counts().bytes == before) {
                        ++silent_looks;
                        clock.advance_ms(100);
                    }
                }
                if (payload || payload.error().code != Errc::Timeout)
                    all.push_back(std::move(payload));
            }
        }
        return all;
    }
    std::string text_of(const std::string& name) {
        const auto all = play(name);
        REQUIRE(all.size() == 1);
        REQUIRE(all[0].has_value());
        CHECK(all[0]->source == SourceKind::TypedText);
        return std::string(as_text(all[0]->bytes));
    }
};

}  // namespace

TEST_CASE("keyboard scanner: recorded texts", "[scanner]") {
    CHECK(Desk().text_of("hc1_us.events") == "HC1:6BF+70 $%*-./:");
    CHECK(Desk("de").text_of("hc1_de.events") == "HC1:6BF+70 $%*-./:");
    CHECK(Desk().text_of("shc_keypad.events") == "shc:/5676");
    CHECK(Desk().text_of("json_us.events") == "{\"a\":\r[1,\"x\\\\y\"]}");
    CHECK(Desk("de").text_of("json_de.events") == "{\"a\":[1]}");
}

TEST_CASE("keyboard scanner: the wrong layout gives another text or a refusal", "[scanner]") {
    const auto other = Desk("de").play("hc1_us.events");
    REQUIRE(other.size() == 1);
    REQUIRE_FALSE(other[0].has_value());
    CHECK(other[0].error().code == Errc::BadCharacter);
}

TEST_CASE("keyboard scanner: two scans of a series", "[scanner]") {
    const auto all = Desk().play("ur_us.events");
    REQUIRE(all.size() == 2);
    CHECK(as_text(all[0]->bytes) == "ur:bytes/1-2/ae");
    CHECK(as_text(all[1]->bytes) == "ur:bytes/2-2/tk");
}

TEST_CASE("keyboard scanner: a zip is refused in clear words", "[scanner]") {
    const auto all = Desk().play("zip_us.events");
    REQUIRE(all.size() == 1);
    REQUIRE_FALSE(all[0].has_value());
    CHECK(all[0].error().code == Errc::Unsupported);
    CHECK(std::string(all[0].error().what).find("keyboard") != std::string::npos);
}

TEST_CASE("keyboard scanner: Alt codes are refused, not read as digits", "[scanner]") {
    const auto all = Desk().play("alt_codes.events");
    REQUIRE(all.size() == 1);
    REQUIRE_FALSE(all[0].has_value());
    CHECK(all[0].error().code == Errc::BadCharacter);
}

TEST_CASE("keyboard scanner: strokes that the kernel lost", "[scanner]") {
    const auto all = Desk().play("lost_us.events");
    REQUIRE(all.size() == 2);
    REQUIRE_FALSE(all[0].has_value());
    CHECK(all[0].error().code == Errc::Truncated);
    REQUIRE(all[1].has_value());
    CHECK(as_text(all[1]->bytes) == "shc:/1");
}

TEST_CASE("keyboard scanner: unplugged and back", "[scanner]") {
    Desk desk;
    auto burst = recorded("hc1_us.events").front();
    burst.resize(burst.size() / 2);
    desk.device.send(burst);
    desk.device.unplug();
    Errc code = Errc::Timeout;
    for (int looks = 0; code == Errc::Timeout && looks < 100; ++looks)
        code = desk.scanner.next_payload(milliseconds(0)).error().code;
    CHECK(code == Errc::Truncated);
    CHECK(desk.scanner.state() == ScannerState::Unplugged);
    desk.device.open_errno = ENOENT;
    CHECK(desk.scanner.open().error().code == Errc::NotFound);
    CHECK(desk.scanner.state() == ScannerState::Unplugged);
    desk.device.open_errno = 0;
    REQUIRE(desk.scanner.open().has_value());
    CHECK(desk.text_of("hc1_us.events") == "HC1:6BF+70 $%*-./:");
    CHECK(desk.scanner.label() == "/dev/input/by-id/test");
}

TEST_CASE("keyboard scanner: devices that cannot be used", "[scanner]") {
    FakeDevice device;
    EvdevKeySource keys("/dev/input/event0", std::make_unique<PipeCalls>(device));
    std::array<KeyStroke, 4> room{};
    CHECK(keys.read(room, milliseconds(0)).error().code == Errc::Unavailable);
    for (const auto& [cause, code] :
         {std::pair{ENOENT, Errc::NotFound}, std::pair{ENODEV, Errc::NotFound},
          std::pair{EACCES, Errc::Unavailable}, std::pair{EMFILE, Errc::Unavailable}}) {
        device.open_errno = cause;
        CHECK(keys.open().error().code == code);
    }
    device.open_errno = 0;
    device.types_text = false;
    CHECK(keys.open().error().code == Errc::Unsupported);
    CHECK(device.grabs == 0);
    device.types_text = true;
    device.refuses_grab = true;
    CHECK(keys.open().error().code == Errc::Unavailable);
    CHECK(keys.read(room, milliseconds(0)).error().code == Errc::Unavailable);

    EvdevKeySource no_keyboard("/dev/null");
    CHECK(no_keyboard.open().error().code == Errc::Unsupported);
    EvdevKeySource missing("/dev/input/no-such-scanner");
    CHECK(missing.open().error().code == Errc::NotFound);
    EvdevKeySource with_nul(std::string("/dev/null\0x", 11));
    CHECK(with_nul.open().error().code == Errc::NotFound);
}

TEST_CASE("keyboard scanner: a real device by uinput", "[scanner]") {
    const int device = ::open("/dev/uinput", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) {
        std::cout << "skipped: no /dev/uinput on this machine, so no real grab was tried\n";
        return;
    }
    REQUIRE(::ioctl(device, UI_SET_EVBIT, EV_KEY) == 0);
    for (int key = KEY_ESC; key <= KEY_KPDOT; ++key)
        REQUIRE(::ioctl(device, UI_SET_KEYBIT, key) == 0);
    uinput_setup setup{};
    setup.id.bustype = BUS_VIRTUAL;
    std::strncpy(setup.name, "outpost test scanner", sizeof(setup.name) - 1);
    REQUIRE(::ioctl(device, UI_DEV_SETUP, &setup) == 0);
    REQUIRE(::ioctl(device, UI_DEV_CREATE) == 0);
    std::array<char, 64> name{};
    REQUIRE(::ioctl(device, UI_GET_SYSNAME(name.size()), name.data()) >= 0);
    std::string path;
    const auto folder = std::filesystem::path("/sys/devices/virtual/input") / name.data();
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename().string().rfind("event", 0) == 0)
            path = "/dev/input/" + entry.path().filename().string();
    EvdevKeySource keys(path);
    auto opened = keys.open();
    for (int tries = 0; !opened && tries < 500; ++tries) {  // udev makes the node in its own time
        ::usleep(10'000);
        opened = keys.open();
    }
    REQUIRE(opened.has_value());
    EvdevKeySource second(path);
    CHECK(second.open().error().code == Errc::Unavailable);
    auto map = XkbKeyMap::load("us").value();
    tests::ManualClock clock;
    KeyScanner scanner(keys, *map, clock, {});
    REQUIRE(scanner.open().has_value());
    const auto bursts = recorded("hc1_us.events");
    for (const auto& event : bursts.front())
        REQUIRE(::write(device, &event, sizeof(event)) == sizeof(event));
    for (int looks = 0; scanner.counts().bytes < 19 && looks < 100'000; ++looks)
        CHECK(scanner.next_payload(milliseconds(0)).error().code == Errc::Timeout);
    clock.advance_ms(400);
    const auto payload = scanner.next_payload(milliseconds(0));
    REQUIRE(payload.has_value());
    CHECK(as_text(payload->bytes) == "HC1:6BF+70 $%*-./:");
    ::ioctl(device, UI_DEV_DESTROY);
    ::close(device);
}
