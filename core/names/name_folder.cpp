#include "core/names/name_folder.h"

#include "core/bytes/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace outpost::names {

namespace {

constexpr std::array<std::string_view, 30> particles{
    "van", "von",  "de",  "del", "della", "der", "den", "di",  "da", "das",
    "do",  "dos",  "du",  "la",  "las",   "le",  "les", "los", "el", "al",
    "bin", "bint", "ibn", "ben", "bt",    "ter", "ten", "zu",  "y",  "e"};

std::string utf8_of(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

bool is_part_of_word(UChar32 c) {
    const auto type = u_charType(c);
    return u_isalpha(c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
           c == 0x200D || c == 0x200C;
}

bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`';
}

/// Words of letters; an apostrophe stands within a word and is left out.
std::vector<icu::UnicodeString> words_of(const icu::UnicodeString& text) {
    std::vector<icu::UnicodeString> words;
    icu::UnicodeString word;
    const auto close = [&] {
        if (!word.isEmpty() && u_isalpha(word.char32At(0))) words.push_back(word);
        word.remove();
    };
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const auto c = text.char32At(at);
        if (is_part_of_word(c))
            word.append(c);
        else if (!is_apostrophe(c))
            close();
    }
    close();
    return words;
}

bool has_case(UChar32 c) {
    return u_tolower(c) != c || u_toupper(c) != c;
}

icu::UnicodeString unicode_of(std::string_view name) {
    if (name.size() > name_bytes_max || !bytes::validate_utf8(name)) return {};
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
}

bool is_particle(const std::string& word) {
    return std::find(particles.begin(), particles.end(), word) != particles.end();
}

}  // namespace

struct NameFolder::Tables {
    std::unique_ptr<icu::Transliterator> fold;      // small, without marks of cased scripts
    std::unique_ptr<icu::Transliterator> to_ascii;  // cased scripts to A to Z
    std::unique_ptr<icu::BreakIterator> clusters;
};

NameFolder::NameFolder(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
NameFolder::~NameFolder() = default;
NameFolder::NameFolder(NameFolder&&) noexcept = default;
NameFolder& NameFolder::operator=(NameFolder&&) noexcept = default;

Result<NameFolder> NameFolder::make() {
    auto tables = std::make_unique<Tables>();
    auto status = U_ZERO_ERROR;
    // Marks of scripts without case are vowels and belong to the name: they stay.
    tables->fold.reset(icu::Transliterator::createInstance(
        "[[:Latin:][:Greek:][:Cyrillic:][:Nonspacing Mark:]] NFKD;"
        "[\\u0300-\\u036F] Remove; Any-Lower; Latin-ASCII; NFKC",
        UTRANS_FORWARD, status));
    tables->to_ascii.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Any-Upper",
                                                               UTRANS_FORWARD, status));
    tables->clusters.reset(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status) || !tables->fold || !tables->to_ascii || !tables->clusters)
        return Error{Errc::Unavailable, 0, "Unicode data of names"};
    return NameFolder(std::move(tables));
}

std::string NameFolder::folded(std::string_view name) const {
    auto text = unicode_of(name);
    tables_->fold->transliterate(text);
    std::vector<std::string> words;
    for (const auto& word : words_of(text)) words.push_back(utf8_of(word));
    std::sort(words.begin(), words.end());
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string NameFolder::initials(std::string_view name) const {
    const auto text = unicode_of(name);
    auto words = words_of(text);
    std::vector<icu::UnicodeString> named;
    for (const auto& word : words) {
        auto small = word;
        tables_->fold->transliterate(small);
        if (!is_particle(utf8_of(small))) named.push_back(word);
    }
    if (named.empty()) named = std::move(words);  // a name of particles alone
    if (named.empty()) return {};
    const auto initial = [&](const icu::UnicodeString& word) {
        if (!has_case(word.char32At(0))) {
            tables_->clusters->setText(word);
            tables_->clusters->first();
            return utf8_of(word.tempSubString(0, tables_->clusters->next()));
        }
        icu::UnicodeString letter(word.char32At(0));
        tables_->to_ascii->transliterate(letter);
        return utf8_of(letter.tempSubString(0, 1)) + ".";
    };
    const auto first = initial(named.front());
    return named.size() == 1 ? first : first + " " + initial(named.back());
}

}  // namespace outpost::names
