// Receipts. The first line is signed first, or no change would get past the signature.
#include "core/bytes/base64.h"
#include "core/sync/receipt.h"
#include "tests/fuzz/fuzz.h"

#include <set>
#include <string>

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    static const auto hub = sync::hub_keys_from("hub", Bytes(64, 2)).value();
    const auto text = as_text(ByteView(data, size));
    (void)sync::read_receipt(text, hub.public_part());
    const auto line = text.substr(0, std::min(text.find('\n'), text.size()));
    const auto signature =
        hub.sign.sign_ed25519(as_bytes("outpost-receipt/1\n" + std::string(line)));
    OUTPOST_CHECK(signature.has_value());
    const auto receipt = sync::read_receipt(
        std::string(line) + "\n" + bytes::encode_base64(*signature) + "\n", hub.public_part());
    if (!receipt) return 0;
    OUTPOST_CHECK(receipt->hub == hub.public_part().id());
    OUTPOST_CHECK(receipt->exports.size() <= sync::exports_per_receipt_max);
    const auto again = sync::sign_receipt(*receipt, hub);
    OUTPOST_CHECK(again && sync::read_receipt(*again, hub.public_part()));
    return 0;
}
