// Trust bundles and loose key files: limits hold, and a bundle that reads is written
// and read again.
#include "core/trust/bundle.h"
#include "core/trust/loose_keys.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

namespace {

void check_key_file(ByteView input) {
    for (const auto* name : {"key.json", "key.pem", "key.der"}) {
        const auto file = trust::parse_key_file(name, input);
        if (!file) continue;
        OUTPOST_CHECK((file->skipped != nullptr) == file->methods.empty());
        for (const auto& method : file->methods) OUTPOST_CHECK(!method.id.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    check_key_file(input);
    auto bundle = trust::parse_bundle(input);
    if (!bundle) return 0;
    OUTPOST_CHECK(bundle->methods.size() <= trust::bundle_keys_max);
    const auto written = trust::write_bundle(*bundle);
    OUTPOST_CHECK(written.has_value());
    const auto again = trust::parse_bundle(as_bytes(*written));
    OUTPOST_CHECK(again.has_value());
    OUTPOST_CHECK(trust::write_bundle(*again).value() == *written);
    return 0;
}
