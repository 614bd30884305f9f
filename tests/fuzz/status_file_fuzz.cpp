// Status files: whatever opens can be looked up and checked without leaving its bytes. The digests
// of header and filter are made right first, or no change would get past them.
#include "core/crypto/digest.h"
#include "core/revocation/status_file.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string>

using namespace outpost;

namespace {

std::uint64_t number_at(const Bytes& file, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t k = 8; k > 0; --k) value = value << 8U | file[at + k - 1];
    return value;
}

void put_digest(ByteView of, Bytes& file, std::ptrdiff_t at) {
    const auto digest = crypto::sha256(of);
    std::copy(digest.begin(), digest.end(), file.begin() + at);
}

void reseal(Bytes& file) {
    if (file.size() < revocation::status_file_header_bytes) return;
    const auto offset = number_at(file, 64);
    const auto size = number_at(file, 72);
    if (offset <= file.size() && size <= file.size() - offset)
        put_digest(ByteView(file).subspan(offset, size), file, 112);
    put_digest(ByteView(file).first(240), file, 240);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto kept = std::make_shared<Bytes>(data, data + size);
    reseal(*kept);
    const auto file = revocation::StatusFile::open(*kept, kept);
    if (!file) return 0;
    for (int id = 0; id < 300; ++id) {
        const auto text = std::to_string(id);
        const auto answer = file->look_up({text, {1}, {"ref-1"}});
        OUTPOST_CHECK(answer.replacement_id.size() <= revocation::status_text_bytes_max);
    }
    (void)file->check_whole();
    return 0;
}
