// N-Quads reader and writer: what is read and written reads back as the same quads.
#include "core/rdf/nquads.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto dataset = rdf::parse_nquads(as_text({data, size}));
    if (!dataset) {
        OUTPOST_CHECK(dataset.error().offset <= size);
        return 0;
    }
    for (const auto escaping : {rdf::Escaping::Rdfc10, rdf::Escaping::Urdna2015}) {
        const auto again = rdf::parse_nquads(rdf::write_nquads(*dataset, escaping));
        OUTPOST_CHECK(again.has_value());
        OUTPOST_CHECK(again->quads == dataset->quads);
    }
    return 0;
}
