#include "core/intake/json_items.h"

#include "core/json/reader.h"

#include <algorithm>
#include <utility>

namespace outpost::intake {

namespace {

constexpr const char* too_long_text = "this item is longer than 64 KiB";

struct Refusal {
    ItemCode code;
    const char* text;
};

Refusal refusal_of(Errc code) {
    switch (code) {
        case Errc::TooLong:
            return {ItemCode::TooLong, "this item is too long or has too many members"};
        case Errc::TooDeep:
            return {ItemCode::TooDeep, "this item nests deeper than 32 levels"};
        case Errc::BadUtf8:
            return {ItemCode::BadUtf8, "this item is not encoded in UTF-8"};
        case Errc::Duplicate:
            return {ItemCode::DuplicateMember, "a member occurs twice in this item"};
        case Errc::Overflow:
            return {ItemCode::BadSyntax, "a number in this item is too large"};
        default:
            return {ItemCode::BadSyntax, "this item is not well-formed JSON"};
    }
}

}  // namespace

JsonItems::JsonItems(ChunkReader chunks) : chunks_(std::move(chunks)), step_(Step::FirstObject) {
    if (chunks_.unread().empty()) step_ = Step::End;
    if (chunks_.unread().starts_with('[')) {
        chunks_.take(1);
        step_ = Step::FirstElement;
    }
}

void JsonItems::Cut::append(std::string_view more) {
    if (is_too_long || text.size() + more.size() > item_bytes_max) {
        is_too_long = true;
        text.clear();
        return;
    }
    text += more;
}

Result<bool> JsonItems::next(Item& item) {
    item = Item{};
    item.index = count_;
    if (count_ >= items_max && step_ != Step::End)
        return refuse_and_end(item, ItemCode::TooLong, "the file has too many items");
    OUTPOST_TRY(const bool has_item, read_item(item));
    if (has_item) ++count_;
    return has_item;
}

Result<bool> JsonItems::read_item(Item& item) {
    switch (step_) {
        case Step::FirstElement:
        case Step::NextElement:
            return next_element(item);
        case Step::FirstObject:
            return first_object(item);
        case Step::Lines:
            return next_line(item);
        case Step::Rest:
            return rest(item);
        case Step::End:
            break;
    }
    return false;
}

Result<char> JsonItems::peek() {
    for (;;) {
        OUTPOST_TRY(has_more_, chunks_.fill());
        if (!has_more_) return '\0';
        const auto text = chunks_.unread();
        const auto at = std::find_if_not(text.begin(), text.end(), is_json_space);
        chunks_.take(static_cast<std::size_t>(at - text.begin()));
        if (at != text.end()) return *at;
    }
}

bool JsonItems::refuse(Item& item, ItemCode code, const char* text) {
    item.errors.push_back({{}, code, text, 0, {}});
    return true;
}

bool JsonItems::refuse_and_end(Item& item, ItemCode code, const char* text) {
    step_ = Step::End;
    return refuse(item, code, text);
}

bool JsonItems::accept(Item& item, Cut& cut) {
    if (cut.is_too_long) return refuse(item, ItemCode::TooLong, too_long_text);
    const auto document = json::read(cut.text);
    if (!document) {
        const auto refusal = refusal_of(document.error().code);
        return refuse(item, refusal.code, refusal.text);
    }
    if (!document->root().is_object())
        return refuse(item, ItemCode::WrongType, "this item is no JSON object");
    item.text = std::move(cut.text);
    return true;
}

Result<void> JsonItems::scan(ValueScanner& scanner, Cut& cut) {
    while (scanner.state() == ValueScanner::State::Open) {
        OUTPOST_TRY(has_more_, chunks_.fill());
        if (!has_more_) return {};
        const auto text = chunks_.unread();
        const auto count = scanner.feed(text);
        cut.append(text.substr(0, count));
        chunks_.take(count);
    }
    return {};
}

Result<bool> JsonItems::next_element(Item& item) {
    static constexpr const char* unfinished = "the file ends inside its array";
    OUTPOST_TRY(auto c, peek());
    if (has_more_ && c == ']') {
        chunks_.take(1);
        step_ = Step::Rest;
        return rest(item);
    }
    if (has_more_ && step_ == Step::NextElement) {
        if (c != ',')
            return refuse_and_end(item, ItemCode::Unfinished,
                                  "no comma behind the item before: reading stops here");
        chunks_.take(1);
        OUTPOST_TRY(c, peek());
    }
    if (!has_more_) return refuse_and_end(item, ItemCode::Unfinished, unfinished);
    step_ = Step::NextElement;
    ValueScanner scanner;
    Cut cut;
    OUTPOST_TRY_VOID(scan(scanner, cut));
    if (scanner.state() == ValueScanner::State::Open)
        return refuse_and_end(item, ItemCode::Unfinished, "the file ends inside this item");
    if (scanner.state() == ValueScanner::State::Broken)
        return refuse_and_end(item, ItemCode::Unfinished,
                              "a bracket does not match: reading stops here");
    return accept(item, cut);
}

Result<bool> JsonItems::rest(Item& item) {
    OUTPOST_TRY_VOID(peek());
    step_ = Step::End;
    if (!has_more_) return false;
    return refuse(item, ItemCode::BadSyntax, "something follows the end of the request");
}

Result<bool> JsonItems::first_object(Item& item) {
    step_ = Step::Lines;
    ValueScanner scanner;
    Cut cut;
    char last = '{';
    for (;;) {
        OUTPOST_TRY(has_more_, chunks_.fill());
        if (!has_more_)
            return refuse_and_end(item, ItemCode::Unfinished, "the file ends inside this item");
        const auto line = chunks_.unread().substr(0, chunks_.unread().find('\n'));
        const auto count = scanner.feed(line);
        cut.append(line.substr(0, count));
        for (const char c : line.substr(0, count))
            if (!is_json_space(c)) last = c;
        const bool is_line_end = count == line.size() && count < chunks_.unread().size();
        chunks_.take(count);
        if (scanner.state() != ValueScanner::State::Open || is_line_end) break;
    }
    if (scanner.state() == ValueScanner::State::Open && !scanner.is_in_string())
        return later_lines_of_object(item, scanner, cut, last);
    // An object on a line of its own, or a line that is none: what is left of it decides.
    OUTPOST_TRY_VOID(cut_line(cut));
    return accept(item, cut);
}

// Open at the end of its first line: one object over many lines, unless the next line begins as no
// JSON text can go on, so that the first line is a bad one of JSON Lines.
Result<bool> JsonItems::later_lines_of_object(Item& item, ValueScanner& scanner, Cut& cut,
                                              char last) {
    OUTPOST_TRY(const auto c, peek());
    const bool may_go_on = last == ':' || last == ',' || last == '[';
    if (has_more_ && c == '{' && !may_go_on) return accept(item, cut);
    cut.append("\n");
    OUTPOST_TRY_VOID(scan(scanner, cut));
    if (scanner.state() == ValueScanner::State::Open)
        return refuse_and_end(item, ItemCode::Unfinished, "the file ends inside this item");
    if (scanner.state() == ValueScanner::State::Broken)
        return refuse_and_end(item, ItemCode::Unfinished,
                              "a bracket does not match: reading stops here");
    step_ = Step::Rest;
    return accept(item, cut);
}

Result<void> JsonItems::cut_line(Cut& cut) {
    for (;;) {
        OUTPOST_TRY(has_more_, chunks_.fill());
        if (!has_more_) return {};
        const auto text = chunks_.unread();
        const auto end = text.find('\n');
        cut.append(text.substr(0, end));
        if (end != std::string_view::npos) {
            chunks_.take(end + 1);
            return {};
        }
        chunks_.take(text.size());
    }
}

Result<bool> JsonItems::next_line(Item& item) {
    OUTPOST_TRY_VOID(peek());  // blank lines, and white space before the object
    if (!has_more_) {
        step_ = Step::End;
        return false;
    }
    Cut cut;
    OUTPOST_TRY_VOID(cut_line(cut));
    if (!has_more_ && cut.text.starts_with('{')) {
        ValueScanner scanner;
        scanner.feed(cut.text);
        if (scanner.state() == ValueScanner::State::Open)
            return refuse_and_end(item, ItemCode::Unfinished, "the file ends inside this item");
    }
    return accept(item, cut);
}

}  // namespace outpost::intake
