#include "core/profile/json_lines.h"

#include "core/json/pointer.h"
#include "core/json/reader.h"

#include <algorithm>
#include <charconv>

namespace outpost::profile {

namespace {

/// Reads a text that is known to be JSON, so it checks little; never leaves the text.
class LineWalker {
  public:
    LineWalker(std::string_view text, JsonLines& lines) : text_(text), lines_(lines) {}

    void walk(const std::string& pointer, std::size_t depth) {
        skip_space();
        lines_.try_emplace(pointer, line_);
        if (at_ >= text_.size() || depth > json::depth_ceiling) return;
        if (text_[at_] == '{')
            walk_object(pointer, depth);
        else if (text_[at_] == '[')
            walk_array(pointer, depth);
        else if (text_[at_] == '"')
            read_string();
        else
            while (at_ < text_.size() && text_.find_first_of(",]} \t\r\n", at_) != at_) ++at_;
    }

  private:
    void walk_object(const std::string& pointer, std::size_t depth) {
        ++at_;
        while (true) {
            skip_space();
            if (at_ >= text_.size() || text_[at_] != '"') break;
            const auto line = line_;
            const auto inner = pointer + "/" + json::pointer_step(read_string());
            lines_.try_emplace(inner, line);
            skip_space();
            if (at_ < text_.size()) ++at_;  // the colon
            walk(inner, depth + 1);
            if (!passes_comma()) return;
        }
        if (at_ < text_.size()) ++at_;
    }

    void walk_array(const std::string& pointer, std::size_t depth) {
        ++at_;
        skip_space();
        if (at_ < text_.size() && text_[at_] == ']') {
            ++at_;
            return;
        }
        for (std::size_t index = 0; at_ < text_.size(); ++index) {
            walk(pointer + "/" + std::to_string(index), depth + 1);
            if (!passes_comma()) return;
        }
    }

    /// Takes a comma, or the bracket that closes.
    bool passes_comma() {
        skip_space();
        return at_ < text_.size() && text_[at_++] == ',';
    }

    void skip_space() {
        while (at_ < text_.size() && text_.find_first_of(" \t\r\n", at_) == at_)
            if (text_[at_++] == '\n') ++line_;
    }

    /// A string's value; the reader undoes its escapes.
    std::string read_string() {
        const auto start = at_++;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
        at_ = std::min(at_ + 1, text_.size());
        const auto document = json::read(text_.substr(start, at_ - start));
        if (!document || !document->root().is_string()) return {};
        return std::string(document->root().as_string());
    }

    std::string_view text_;
    JsonLines& lines_;
    std::size_t at_ = 0;
    std::int32_t line_ = 1;
};

}  // namespace

JsonLines json_lines(std::string_view text) {
    JsonLines lines;
    LineWalker(text, lines).walk({}, 0);
    return lines;
}

std::int32_t line_of(const JsonLines& lines, std::string_view pointer) {
    while (true) {
        if (const auto found = lines.find(pointer); found != lines.end()) return found->second;
        if (pointer.empty()) return 0;
        const auto slash = pointer.rfind('/');
        pointer = pointer.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
}

std::int32_t line_at(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    return 1 + static_cast<std::int32_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string template_skeleton(std::string_view text) {
    std::string out(text);
    bool in_string = false;
    for (std::size_t at = 0; at < out.size();) {
        if (out.compare(at, 2, "{{") != 0) {
            if (out[at] == '"') in_string = !in_string;
            at += out[at] == '\\' && in_string ? 2U : 1U;
            continue;
        }
        const bool is_triple = out.compare(at, 3, "{{{") == 0;
        const std::string_view close = is_triple ? "}}}" : "}}";
        const auto end = out.find(close, at);
        if (end == std::string::npos) break;
        const auto stop = end + close.size();
        const char mark = out[std::min(at + close.size(), out.size() - 1)];
        const bool is_variable =
            is_triple || std::string_view("#^/!").find(mark) == std::string_view::npos;
        for (auto i = at; i < stop; ++i)
            if (out[i] != '\n') out[i] = ' ';
        if (is_variable && !in_string) out[at] = '0';
        at = stop;
    }
    // A tag may have been written over several lines within a string.
    return out;
}

}  // namespace outpost::profile
