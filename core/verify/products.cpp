// The shipped product table. Series lengths are those of the WHO emergency use listings, or of the
// national approval where there is none.
#include "core/verify/products.h"

#include <algorithm>

namespace outpost::verify {

std::string normalised_name(std::string_view text) {
    constexpr std::size_t name_chars_max = 256;
    std::string out;
    for (const char c : text.substr(0, name_chars_max)) {
        if (c == ' ' || c == '\t') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

namespace {

// "modema" is DIVOC's own misspelling of Moderna: certificates carry it.
ProductTable make_shipped() {
    ProductTable table;
    table.products = {
        {"sputniklight", 1, false}, {"sputnikv", 2, false},   {"sputnik", 2, false},
        {"zycov-d", 3, false},      {"zycovd", 3, false},     {"covaxin", 2, false},
        {"covishield", 2, false},   {"comirnaty", 2, false},  {"spikevax", 2, false},
        {"modema", 2, false},       {"vaxzevria", 2, false},  {"coronavac", 2, false},
        {"bbibp", 2, false},        {"covilo", 2, false},     {"convidecia", 1, false},
        {"corbevax", 2, false},     {"covovax", 2, false},    {"nuvaxovid", 2, false},
        {"jcovden", 1, false},      {"pfizer", 2, true},      {"janssen", 1, true},
        {"moderna", 2, true},       {"astrazeneca", 2, true}, {"sinovac", 2, true},
        {"sinopharm", 2, true},     {"cansino", 1, true},     {"novavax", 2, true},
    };
    table.manufacturers = {"seruminstitute", "bharatbiotech", "biontech",      "johnson&johnson",
                           "gamaleya",       "zydus",         "cadila",        "biologicale",
                           "pfizer",         "janssen",       "moderna",       "astrazeneca",
                           "sinovac",        "sinopharm",     "cansino",       "novavax",
                           "skbioscience",   "beijing",       "wuhan",         "cnbg",
                           "chinanational",  "catalent",      "lonza",         "rovi",
                           "fiocruz",        "butantan",      "siambioscience"};
    return table;
}

}  // namespace

const Product* ProductTable::find(std::string_view text) const {
    const auto name = normalised_name(text);
    const auto found = std::find_if(products.begin(), products.end(), [&](const Product& product) {
        return name.find(product.name) != std::string::npos;
    });
    return found == products.end() ? nullptr : &*found;
}

bool ProductTable::names_manufacturer(std::string_view text) const {
    const auto name = normalised_name(text);
    return std::any_of(manufacturers.begin(), manufacturers.end(), [&](const std::string& maker) {
        return name.find(maker) != std::string::npos;
    });
}

const ProductTable& shipped_products() {
    static const ProductTable table = make_shipped();
    return table;
}

}  // namespace outpost::verify
