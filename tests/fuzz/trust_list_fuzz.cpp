// Trust lists, certificates and CRLs: what is taken is read again as key files.
#include "core/trust/trust_list.h"

#include "core/base/check.h"
#include "core/trust/loose_keys.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    crypto::Authorities authorities;
    const bool is_authority = authorities.add(input).has_value();
    static_cast<void>(authorities.add_crl(input));
    if (is_authority) static_cast<void>(authorities.check(input));
    trust::ListOptions options;
    options.authorities = is_authority ? &authorities : nullptr;
    const auto taken = trust::take_trust_list(input, options);
    if (!taken || taken->methods.empty()) return 0;
    OUTPOST_CHECK(taken->methods.size() + taken->not_taken.size() <= trust::trust_list_entries_max);
    if (taken->methods.size() > trust::key_file_methods_max) return 0;
    const auto read =
        trust::parse_key_file("list.json", as_bytes(trust::write_key_file(taken->methods)));
    OUTPOST_CHECK(read.has_value() && read->methods.size() == taken->methods.size());
    return 0;
}
