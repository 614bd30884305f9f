// Parser of vector files.
#include "tests/support/vectors.h"

#include "tests/support/files.h"

#include <sstream>
#include <stdexcept>

namespace outpost::tests {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    throw std::runtime_error("no hexadecimal digit in a vector file");
}

std::string unescape(std::string_view raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            out += raw[i];
            continue;
        }
        const char kind = raw.at(++i);
        if (kind == 'n')
            out += '\n';
        else if (kind == 't')
            out += '\t';
        else if (kind == 'r')
            out += '\r';
        else if (kind == '\\')
            out += '\\';
        else if (kind == 'x') {
            out += static_cast<char>(hex_digit(raw.at(i + 1)) * 16 + hex_digit(raw.at(i + 2)));
            i += 2;
        } else
            throw std::runtime_error("unknown escape in a vector file");
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string Vector::text(std::string_view key) const {
    const auto found = values_.find(key);
    if (found == values_.end())
        throw std::runtime_error(place_ + ": no value for " + std::string(key));
    return unescape(found->second);
}

std::vector<std::uint8_t> Vector::bytes(std::string_view key) const {
    const auto hex = text(key);
    if (hex.size() % 2 != 0) throw std::runtime_error(place_ + ": odd number of digits");
    std::vector<std::uint8_t> out;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        out.push_back(static_cast<std::uint8_t>(hex_digit(hex[i]) * 16 + hex_digit(hex[i + 1])));
    return out;
}

std::vector<Vector> load_vectors(std::string_view name) {
    std::istringstream in(read_text(data_dir() / name));
    std::vector<Vector> cases;
    std::map<std::string, std::string, std::less<>> values;
    std::string line;
    int number = 0;
    int first = 0;
    const auto finish = [&] {
        if (!values.empty())
            cases.emplace_back(std::string(name) + ":" + std::to_string(first), values);
        values.clear();
    };
    while (std::getline(in, line)) {
        ++number;
        const auto text = trimmed(line);
        if (text.empty()) finish();
        if (text.empty() || text.front() == '#') continue;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            throw std::runtime_error(std::string(name) + ": line without '='");
        if (values.empty()) first = number;
        values.emplace(trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)));
    }
    finish();
    return cases;
}

std::string outcome_of(const Error& error) {
    return std::string(code_name(error.code)) + "@" + std::to_string(error.offset);
}

}  // namespace outpost::tests
