// Canonicalization: ends within its limits, and depends neither on the order of quads nor on
// repeated ones; canonical text is its own canonical form.
#include "core/rdf/canonical.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    auto dataset = rdf::parse_nquads(as_text({data, size}));
    if (!dataset) return 0;
    for (auto options : {rdf::CanonicalOptions::rdfc10(), rdf::CanonicalOptions::urdna2015()}) {
        options.work_max = 20'000;
        const auto form = rdf::canonicalize(*dataset, options);
        const auto hash = rdf::canonical_hash(*dataset, options);
        OUTPOST_CHECK(form.has_value() == hash.has_value());
        if (!form) {
            OUTPOST_CHECK(form.error().code == Errc::WorkLimit ||
                          form.error().code == Errc::TooLong);
            continue;
        }
        OUTPOST_CHECK(*hash == crypto::sha256(as_bytes(form->nquads)));
        // Any order of equal work gives the same text; another order may cost more and be refused.
        options.work_max = 100'000;
        const auto reread = rdf::parse_nquads(form->nquads);
        OUTPOST_CHECK(reread.has_value());
        const auto again = rdf::canonical_nquads(*reread, options);
        if (again) OUTPOST_CHECK(*again == form->nquads);
        auto reversed = rdf::Dataset();
        reversed.quads.assign(dataset->quads.rbegin(), dataset->quads.rend());
        if (!reversed.quads.empty()) reversed.quads.push_back(reversed.quads.front());
        const auto other = rdf::canonical_nquads(reversed, options);
        if (other) OUTPOST_CHECK(*other == form->nquads);
    }
    return 0;
}
