// The only file that sees nlohmann::json: its lexer feeds our tree, which lives in one arena.
#include "core/json/reader.h"

#include "core/bytes/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <exception>
#include <iterator>
#include <limits>
#include <new>
#include <numeric>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace outpost::json {

namespace {

constexpr std::size_t linear_search_members_max = 16;
constexpr int nlohmann_number_out_of_range = 406;

// Walks over the text and leaves its place behind, so that a refusal can name an offset. That costs
// a store a character, so it is done in a second reading, only of texts that the first one refused.
class TrackingIterator {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    TrackingIterator(const char* at, const char** place) : at_(at), place_(place) {}
    reference operator*() const { return *at_; }
    TrackingIterator& operator++() {
        *place_ = ++at_;
        return *this;
    }
    TrackingIterator operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const TrackingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const TrackingIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    const char** place_;
};

// Receives the events of the parser. Children wait in `pending_` until their parent closes and are
// then copied to the arena as one run.
class TreeBuilder {
  public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    TreeBuilder(std::string_view text, const ReadLimits& limits,
                std::pmr::monotonic_buffer_resource& arena)
        : text_(text), limits_(limits), arena_(arena), place_(text.data()) {
        pending_.reserve(64);
        levels_.reserve(16);
    }

    /// Reads the text with plain pointers; error() then has the code but not always the offset.
    bool parse() { return parse_from(text_.data(), text_.data() + text_.size()); }
    /// The same with the offset of what is refused. For a builder that has read nothing yet.
    bool parse_tracking() {
        return parse_from(TrackingIterator(text_.data(), &place_),
                          TrackingIterator(text_.data() + text_.size(), &place_));
    }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    [[nodiscard]] const Value& root() const { return root_; }

    bool null() { return add(Value{}); }
    bool boolean(bool value) { return add(Value::boolean(value)); }

    // Called for negative integers only, so a zero was written "-0".
    bool number_integer(number_integer_t value) {
        if (value == 0) return add(Value::integer(0, "-0"));
        return add(Value::integer(value, kept_integer(value)));
    }

    bool number_unsigned(number_unsigned_t value) {
        const auto text = kept_integer(value);
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return add(Value::floating(static_cast<double>(value), text));
        return add(Value::integer(static_cast<std::int64_t>(value), text));
    }

    bool number_float(number_float_t value, const string_t& text) {
        auto* copy = kept_bytes(text.size());
        // The library puts the decimal point of the process's locale into its copy of the text.
        std::transform(text.begin(), text.end(), copy, [](char c) {
            const bool is_expected = (c >= '0' && c <= '9') || c == 'e' || c == 'E' || c == '-';
            return is_expected || c == '+' ? c : '.';
        });
        return add(Value::floating(value, {copy, text.size()}));
    }

    bool string(string_t& text) { return add(Value::string(kept(text))); }
    bool binary(binary_t&) { return refuse(Errc::BadSyntax, "json binary"); }

    bool start_object(std::size_t) { return open(); }
    bool start_array(std::size_t) { return open(); }

    bool key(string_t& name) {
        auto& level = levels_.back();
        level.name = kept(name);
        const auto count = pending_.size() - level.first;
        if (count > linear_search_members_max) return true;  // close() sorts instead
        for (std::size_t i = level.first; i < pending_.size(); ++i) {
            if (pending_[i].name == level.name) return refuse(Errc::Duplicate, "json member");
        }
        return true;
    }

    bool end_object() {
        const auto first = levels_.back().first;
        const auto count = pending_.size() - first;
        if (count > linear_search_members_max && has_duplicate(first))
            return refuse(Errc::Duplicate, "json member");
        auto* run = static_cast<Member*>(arena_.allocate(count * sizeof(Member), alignof(Member)));
        std::uninitialized_copy_n(pending_.data() + first, count, run);
        return close(Value::object({run, count}));
    }

    bool end_array() {
        const auto first = levels_.back().first;
        const auto count = pending_.size() - first;
        auto* run = static_cast<Value*>(arena_.allocate(count * sizeof(Value), alignof(Value)));
        for (std::size_t i = 0; i < count; ++i)
            std::construct_at(run + i, pending_[first + i].value);
        return close(Value::array({run, count}));
    }

    // The library hands over what is wrong instead of throwing it.
    template <typename Exception>
    bool parse_error(std::size_t chars_read, const std::string&, const Exception& problem) {
        if (is_complete_) return refuse(Errc::TrailingData, "json text");
        if (problem.id == nlohmann_number_out_of_range)
            return refuse(Errc::Overflow, "json number");
        if (chars_read > text_.size()) return refuse(Errc::Truncated, "json text");
        // The text is known to be UTF-8 here; only escapes can still ask for a lone surrogate.
        if (std::strstr(problem.what(), "surrogate") != nullptr)
            return refuse(Errc::BadUtf8, "json surrogate");
        return refuse(Errc::BadSyntax, "json text");
    }

  private:
    struct Level {
        std::size_t first;      // index in pending_ of its first child
        std::string_view name;  // of the member whose value comes next
    };

    template <typename Iterator>
    bool parse_from(Iterator begin, Iterator end) {
        return nlohmann::json::sax_parse(begin, end, this, nlohmann::json::input_format_t::json,
                                         true);
    }

    bool refuse(Errc code, const char* what) {
        const auto read = static_cast<std::size_t>(place_ - text_.data());
        error_ = Error{code, read == 0 ? 0 : read - 1, what};
        return false;
    }

    bool add(const Value& value) {
        if (++value_count_ > limits_.values_max) return refuse(Errc::TooLong, "json values");
        return place(value);
    }

    bool place(const Value& value) {
        if (levels_.empty()) {
            root_ = value;
            is_complete_ = true;
        } else {
            pending_.push_back({levels_.back().name, value});
        }
        return true;
    }

    bool open() {
        if (levels_.size() >= std::min(limits_.depth_max, depth_ceiling))
            return refuse(Errc::TooDeep, "json nesting");
        if (++value_count_ > limits_.values_max) return refuse(Errc::TooLong, "json values");
        levels_.push_back({pending_.size(), {}});
        return true;
    }

    bool close(const Value& value) {
        pending_.resize(levels_.back().first);
        levels_.pop_back();
        return place(value);
    }

    [[nodiscard]] bool has_duplicate(std::size_t first) const {
        std::vector<std::string_view> names;
        names.reserve(pending_.size() - first);
        for (std::size_t i = first; i < pending_.size(); ++i) names.push_back(pending_[i].name);
        std::sort(names.begin(), names.end());
        return std::adjacent_find(names.begin(), names.end()) != names.end();
    }

    char* kept_bytes(std::size_t size) {
        return static_cast<char*>(arena_.allocate(size, alignof(char)));
    }

    std::string_view kept(std::string_view text) {
        if (text.empty()) return {};
        auto* copy = kept_bytes(text.size());
        std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }

    template <typename Integer>
    std::string_view kept_integer(Integer value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return kept({digits.data(), static_cast<std::size_t>(end - digits.data())});
    }

    std::string_view text_;
    const ReadLimits& limits_;
    std::pmr::monotonic_buffer_resource& arena_;
    const char* place_;
    std::vector<Member> pending_;
    std::vector<Level> levels_;
    Value root_;
    std::optional<Error> error_;
    std::size_t value_count_ = 0;
    bool is_complete_ = false;
};

// Every value but the first stands after a comma, a brace or a bracket; texts are never longer
// than they were written. Commas inside strings only make the guess generous.
std::size_t arena_bytes(std::string_view text, const ReadLimits& limits) {
    const auto starts = std::count_if(text.begin(), text.end(),
                                      [](char c) { return c == ',' || c == '{' || c == '['; });
    const auto values = std::min(static_cast<std::size_t>(starts) + 1, limits.values_max);
    return text.size() + values * (sizeof(Member) + alignof(Member)) + alignof(Member);
}

Result<void> check_text(std::string_view text, const ReadLimits& limits) {
    if (text.size() > limits.bytes_max) return Error{Errc::TooLong, limits.bytes_max, "json text"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    // RFC 8259 section 8.1: no byte order mark. The library would skip it, and it would take a NUL
    // character for the end of the text.
    if (text.starts_with("\xEF\xBB\xBF")) return Error{Errc::BadSyntax, 0, "byte order mark"};
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return Error{Errc::BadSyntax, nul, "NUL character"};
    return {};
}

}  // namespace

Result<Document> read(std::string_view text, const ReadLimits& limits) {
    OUTPOST_TRY_VOID(check_text(text, limits));
    try {
        auto arena =
            std::make_unique<std::pmr::monotonic_buffer_resource>(arena_bytes(text, limits));
        TreeBuilder builder(text, limits, *arena);
        if (builder.parse() && !builder.error()) return Document(std::move(arena), builder.root());
        TreeBuilder tracking(text, limits, *arena);
        tracking.parse_tracking();
        return tracking.error() ? *tracking.error() : Error{Errc::BadSyntax, 0, "json text"};
    } catch (const std::bad_alloc&) {
        return Error{Errc::WorkLimit, 0, "json memory"};
    } catch (const std::exception&) {
        return Error{Errc::BadSyntax, 0, "json text"};
    }
}

}  // namespace outpost::json
