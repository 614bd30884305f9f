// minisign's texts: what reads keeps its limits, and nothing hostile is signed by a key of ours.
#include "core/trust/display_text.h"
#include "core/trust/minisign.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto text = as_text({data, size});
    if (const auto roots = trust::parse_root_keys(text)) {
        OUTPOST_CHECK(!roots->empty() && roots->size() <= trust::root_keys_max);
        for (const auto& root : *roots) OUTPOST_CHECK(!crypto::is_published(root.key));
    }
    const auto signature = trust::parse_minisign_signature(text);
    if (!signature) return 0;
    OUTPOST_CHECK(trust::is_display_text(signature->trusted_comment, true));
    OUTPOST_CHECK(trust::is_display_text(signature->comment, true));
    static const auto key = crypto::SigningKey::from_ed25519_seed(Bytes(32, 0xA5)).value();
    const trust::MinisignPublicKey root{signature->key_id, key.public_key(), {}};
    OUTPOST_CHECK(!trust::check_minisign(*signature, as_bytes("content"), root).has_value());
    return 0;
}
