// The first line of an export: what is read is what seal_export() writes again.
#include "core/sync/export_mark.h"
#include "core/sync/sealed_export.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/counting_random.h"

using namespace outpost;

namespace {

struct Ends {
    crypto::SigningKey kiosk = crypto::SigningKey::from_ed25519_seed(Bytes(32, 1)).value();
    sync::HubKeys hub = sync::hub_keys_from("hub", Bytes(64, 2)).value();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    static const Ends ends;
    auto header = sync::read_export_header(ByteView(data, size));
    if (!header) return 0;
    OUTPOST_CHECK(header->mark.first >= 1 && header->mark.first <= header->mark.last);
    OUTPOST_CHECK(header->settled < header->mark.number);
    OUTPOST_CHECK(sync::is_party_id(header->kiosk) && sync::is_party_id(header->hub));
    header->kiosk = sync::kiosk_id_of(ends.kiosk.public_key());
    header->hub = ends.hub.public_part().id();
    tests::CountingRandom random;
    const auto file =
        sync::seal_export(*header, as_bytes("content"), ends.hub.public_part(), ends.kiosk, random);
    OUTPOST_CHECK(file.has_value());
    const auto opened = sync::open_export(*file, ends.hub, {"kiosk", ends.kiosk.public_key()});
    OUTPOST_CHECK(opened.has_value());
    OUTPOST_CHECK(opened->header.mark == header->mark);
    OUTPOST_CHECK(opened->header.previous == header->previous);
    return 0;
}
