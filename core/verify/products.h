// Vaccine products with the length of their primary series: what settles which of two numbers is
// the dose (docs/claim-binding.md, point 3). The table travels with the policy.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::verify {

struct Product {
    std::string name;  // lower case, without white space; matched as a part of the claim's text
    std::int64_t primary_series_doses = 0;
    /// The name is a manufacturer's too ("astrazeneca"), so it alone does not tell which member
    /// holds the product.
    bool also_manufacturer = false;
};

struct ProductTable {
    std::vector<Product> products;
    std::vector<std::string> manufacturers;  // lower case, without white space

    /// The first product whose name is a part of the text, or nullptr.
    [[nodiscard]] const Product* find(std::string_view text) const;
    [[nodiscard]] bool names_manufacturer(std::string_view text) const;
};

/// Lower case and without white space, as DIVOC compares vaccine names (ASCII only, as its table
/// is).
std::string normalised_name(std::string_view text);

/// The table that ships: the products of DIVOC's own vaccine table, with their series.
const ProductTable& shipped_products();

}  // namespace outpost::verify
