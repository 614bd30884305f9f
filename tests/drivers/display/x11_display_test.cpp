// The panel as a real window of an X server of its own, with keys and clicks from outside.
#include "drivers/display/sdl_display.h"
#include "tests/drivers/display/panel_pixels.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace outpost;

namespace {

/// @param output  null: to nowhere; else the end to read from
pid_t start(std::vector<std::string> words, int* output) {
    int ends[2] = {-1, -1};
    if (output != nullptr && ::pipe(ends) != 0) return -1;
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (output != nullptr) {
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, ends[0]);
        posix_spawn_file_actions_addclose(&actions, ends[1]);
    } else {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = -1;
    if (::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    if (output != nullptr) {
        ::close(ends[1]);
        *output = ends[0];
    }
    return child;
}

/// An X server on a free display, as long as it lives. Without -noreset it begins anew when its
/// last client has gone, and refuses the next one meanwhile.
class XServer {
  public:
    XServer() {
        int output = -1;
        child_ = start({"Xvfb", "-displayfd", "1", "-screen", "0", "640x400x24", "-nolisten", "tcp",
                        "-noreset"},
                       &output);
        char c = 0;  // nothing comes where there is no Xvfb
        while (::read(output, &c, 1) == 1 && c != '\n') number_ += c;
        ::close(output);
    }
    ~XServer() {
        if (child_ <= 0) return;
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
    }
    XServer(const XServer&) = delete;
    XServer& operator=(const XServer&) = delete;
    [[nodiscard]] bool is_running() const { return !number_.empty(); }
    [[nodiscard]] std::string display() const { return ":" + number_; }

  private:
    pid_t child_ = -1;
    std::string number_;
};

int xdotool(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    const pid_t child = start(std::move(words), nullptr);
    if (child <= 0) return -1;
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Reads inputs until one is as wanted; what X sends takes its time.
template <class Input>
bool arrives(SdlDisplay& display, const std::function<bool(const Input&)>& is_wanted) {
    for (int turn = 0; turn < 200; ++turn)
        for (const auto& input : display.inputs(50))
            if (const auto* one = std::get_if<Input>(&input); one != nullptr && is_wanted(*one))
                return true;
    return false;
}

bool is_button(SdlDisplay& display, Button button) {
    return arrives<ButtonInput>(display,
                                [&](const ButtonInput& input) { return input.button == button; });
}

void check_window(const std::string& renderer) {
    DisplayOptions options;
    options.full_screen = false;
    options.width_px = 320;
    options.height_px = 200;
    options.title = "Outpost panel test";
    options.renderer = renderer;
    const auto opened = SdlDisplay::open(options);
    REQUIRE(opened);
    auto& display = **opened;
    auto* window = newest_window();
    CanvasPicture canvas{320, 200, std::vector<std::uint32_t>(320 * 200, 0xFF2DB47FU)};
    REQUIRE(display.show(&canvas, std::nullopt));
    CHECK(panel_pixels().at(160, 100) == 0x2DB47FU);

    // No window manager gives the focus here.
    REQUIRE(xdotool({"search", "--sync", "--name", options.title, "windowfocus", "--sync"}) == 0);
    REQUIRE(xdotool({"key", "Tab"}) == 0);
    CHECK(is_button(display, Button::Next));
    REQUIRE(xdotool({"key", "shift+Tab"}) == 0);
    CHECK(is_button(display, Button::Previous));
    REQUIRE(xdotool({"type", "k"}) == 0);
    CHECK(arrives<TextInput>(display, [](const TextInput& input) { return input.text == "k"; }));

    int left = 0;
    int top = 0;
    SDL_GetWindowPosition(window, &left, &top);
    REQUIRE(xdotool({"mousemove", std::to_string(left + 40), std::to_string(top + 30), "click",
                     "1"}) == 0);
    CHECK(arrives<PointerInput>(display, [](const PointerInput& input) {
        return input.step == PointerStep::Up && input.x == 40 && input.y == 30;
    }));
    REQUIRE(xdotool({"search", "--name", options.title, "windowsize", "400", "240"}) == 0);
    CHECK(arrives<DisplayResized>(display, [](const DisplayResized& size) {
        return size.width_px == 400 && size.height_px == 240;
    }));
    CHECK(display.show(&canvas, std::nullopt).error().code == Errc::BadLength);
}

}  // namespace

TEST_CASE("keys and clicks reach a real window") {
    const XServer server;
    ::setenv("DISPLAY", server.display().c_str(), 1);
    const int answer = server.is_running() ? xdotool({"getmouselocation"}) : -1;
    if (answer == -1) {
        WARN("skipped: Xvfb and xdotool are not installed");
        return;
    }
    REQUIRE(answer == 0);
    ::setenv("SDL_VIDEODRIVER", "x11", 1);
    check_window("software");
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
}
