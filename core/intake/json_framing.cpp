#include "core/intake/json_framing.h"

namespace outpost::intake {

namespace {

bool is_scalar_char(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

}  // namespace

std::size_t ValueScanner::feed(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && state_ == State::Open) {
        if (is_in_string_) {
            at = feed_string(text, at);
            continue;
        }
        if (is_scalar_ && !is_scalar_char(text[at])) {
            state_ = State::Complete;  // the character after it is not the value's
            break;
        }
        if (!feed_structure(text[at])) break;
        ++at;
    }
    return at;
}

std::size_t ValueScanner::feed_string(std::string_view text, std::size_t at) {
    for (; at < text.size(); ++at) {
        if (is_escaped_) {
            is_escaped_ = false;
        } else if (text[at] == '\\') {
            is_escaped_ = true;
        } else if (text[at] == '"') {
            is_in_string_ = false;
            if (depth_ == 0) state_ = State::Complete;
            return at + 1;
        }
    }
    return at;
}

bool ValueScanner::begin(char c) {
    has_begun_ = true;
    if (c == '"') {
        is_in_string_ = true;
    } else if (is_scalar_char(c)) {
        is_scalar_ = true;
    } else {
        state_ = State::Broken;
        return false;
    }
    return true;
}

bool ValueScanner::feed_structure(char c) {
    switch (c) {
        case '{':
        case '[':
            has_begun_ = true;
            if (depth_ < typed_levels_max) levels_ += c;
            ++depth_;
            return true;
        case '}':
            close('{');
            return state_ != State::Broken;
        case ']':
            close('[');
            return state_ != State::Broken;
        default:
            break;
    }
    if (!has_begun_) return begin(c);
    if (c == '"') is_in_string_ = true;
    return true;
}

void ValueScanner::close(char opening) {
    const bool is_typed = depth_ <= typed_levels_max;
    if (depth_ == 0 || (is_typed && levels_.back() != opening)) {
        state_ = State::Broken;
        return;
    }
    if (is_typed) levels_.pop_back();
    if (--depth_ == 0) state_ = State::Complete;
}

}  // namespace outpost::intake
