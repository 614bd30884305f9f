// Revocation lists: every record that reads is found again by its own id, dose and refId.
#include "core/revocation/status.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto list = revocation::parse_status_list(as_text({data, size}));
    if (!list) return 0;
    for (const auto& record : list->records()) {
        revocation::CertificateKey key{record.certificate_id, {}, {record.ref_id}};
        if (record.dose) key.doses.push_back(*record.dose);
        const auto status = list->look_up(key).status;
        OUTPOST_CHECK(status == revocation::Status::Revoked ||
                      status == revocation::Status::Superseded);
    }
    return 0;
}
