// The conservative reading of a DIVOC certificate whose members are interchangeable
// (docs/claim-binding.md, points 3 and 4).
#pragma once

#include "core/json/value.h"
#include "core/verify/findings.h"
#include "core/verify/products.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::verify {

/// Which dose the signed values prove. `total` is the length of the primary series.
struct DoseReading {
    std::int64_t dose = 0;
    std::int64_t total = 0;
    bool differs_from_words = false;
    bool words_help_holder = false;  // they claim more than is proven
};

/// Reads the two numbers {written dose, written total} as a set. With the product's series length
/// they settle themselves where one of them is that length; otherwise the reading worst for the
/// holder counts: the smaller as the dose, the larger as the total.
DoseReading read_doses(std::int64_t written_dose, std::int64_t written_total,
                       std::optional<std::int64_t> series_doses);

struct DivocReading {
    std::optional<DoseReading> doses;  // vaccination certificates only
    const Product* product = nullptr;
    std::vector<Finding> findings;
};

/// Reads a document of the accepted form (divoc_shape.h). Findings of severity Reason say which
/// group contradicts itself: the words do not agree with what the form, order or known names
/// settle.
DivocReading read_vaccination(const json::Value& document, const ProductTable& products);
DivocReading read_test(const json::Value& document);

}  // namespace outpost::verify
