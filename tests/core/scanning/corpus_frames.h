// Frames of the scan corpus by name.
#pragma once

#include "tools/scancorpus/corpus.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace outpost::scanning::tests {

inline std::vector<corpus::CorpusSymbol> all_symbols() {
    auto symbols = corpus::corpus_symbols();
    REQUIRE(symbols);
    return std::move(*symbols);
}

inline corpus::Variant variant_named(std::string_view name) {
    for (const auto set : {corpus::standard_variants(), corpus::extra_variants(),
                           corpus::burst_variants(), corpus::must_not_read_variants()}) {
        for (const auto& variant : set)
            if (variant.name == name) return variant;
    }
    FAIL("no variant " << name);
    return {};
}

inline corpus::CorpusFrame frame_of(const corpus::CorpusSymbol& symbol, std::string_view variant,
                                    std::uint64_t seed) {
    auto made = corpus::make_frame(symbol, variant_named(variant), seed);
    REQUIRE(made);
    return std::move(*made);
}

}  // namespace outpost::scanning::tests
