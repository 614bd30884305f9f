#include "firmware-app/kiosk/script.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace outpost::kiosk {

namespace {

struct Verb {
    std::string_view name;
    std::size_t words_min;
    std::size_t words_max;
};

constexpr std::array<Verb, 11> verbs{{{"wait", 1, 1},
                                      {"show", 1, 1},
                                      {"hide", 0, 0},
                                      {"tap", 1, 2},
                                      {"press", 1, 1},
                                      {"type", 1, 64},
                                      {"camera", 1, 1},
                                      {"clock", 1, 1},
                                      {"shot", 1, 1},
                                      {"expect", 1, 1},
                                      {"await", 1, 1}}};

}  // namespace

Result<std::vector<ScriptLine>> parse_script(std::string_view text) {
    if (text.size() > script_bytes_max) return Error{Errc::TooLong, 0, "script"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    std::vector<ScriptLine> script;
    std::istringstream lines{std::string(text)};
    std::int32_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::istringstream words(line);
        ScriptLine step;
        step.line = number;
        if (!(words >> step.verb) || step.verb.front() == '#') continue;
        for (std::string word; words >> word;) step.words.push_back(std::move(word));
        const auto verb = std::find_if(verbs.begin(), verbs.end(),
                                       [&](const Verb& known) { return known.name == step.verb; });
        const auto place = static_cast<std::size_t>(number);
        if (verb == verbs.end()) return Error{Errc::BadSyntax, place, "no such verb"};
        if (step.words.size() < verb->words_min || step.words.size() > verb->words_max)
            return Error{Errc::BadLength, place, "another number of words"};
        if (script.size() == script_lines_max) return Error{Errc::TooLong, place, "script"};
        script.push_back(std::move(step));
    }
    return script;
}

}  // namespace outpost::kiosk
