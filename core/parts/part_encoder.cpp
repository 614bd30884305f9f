#include "core/parts/part_encoder.h"

#include "core/base/check.h"
#include "core/parts/crc32.h"
#include "core/parts/ur_part.h"
#include "core/parts/ur_text.h"
#include "core/parts/xor_bytes.h"

#include <algorithm>
#include <utility>

namespace outpost::parts {

namespace {

std::size_t divided_up(std::size_t value, std::size_t by) {
    return (value + by - 1) / by;
}

}  // namespace

Result<PartEncoder> PartEncoder::open(ByteView message, std::size_t fragment_bytes_max) {
    if (message.empty()) return Error{Errc::BadLength, 0, "message"};
    if (message.size() > encoded_message_bytes_max)
        return Error{Errc::TooLong, encoded_message_bytes_max, "message"};
    if (fragment_bytes_max == 0 || fragment_bytes_max > encoded_fragment_bytes_max)
        return Error{Errc::BadLength, 0, "fragment size"};
    const auto cbor = write_byte_string(message);
    const auto count = divided_up(cbor.size(), fragment_bytes_max);
    if (count > encoded_fragments_max) return Error{Errc::TooLong, encoded_fragments_max, "parts"};
    return PartEncoder(cbor, divided_up(cbor.size(), count));
}

PartEncoder::PartEncoder(ByteView cbor, std::size_t fragment_bytes)
    : message_bytes_(static_cast<std::uint32_t>(cbor.size())),
      checksum_(crc32(cbor)),
      chooser_(divided_up(cbor.size(), fragment_bytes)) {
    for (std::size_t at = 0; at < cbor.size(); at += fragment_bytes) {
        auto fragment = to_bytes(cbor.subspan(at, std::min(fragment_bytes, cbor.size() - at)));
        fragment.resize(fragment_bytes, 0);
        fragments_.push_back(std::move(fragment));
    }
}

std::string PartEncoder::part(std::uint32_t number) const {
    OUTPOST_CHECK(number > 0);
    if (fragments_.size() == 1) {
        const auto cbor = ByteView(fragments_.front()).first(message_bytes_);
        return write_ur({std::nullopt, to_bytes(cbor)});
    }
    UrPart part{number, static_cast<std::uint32_t>(fragments_.size()), message_bytes_, checksum_,
                Bytes(fragments_.front().size(), 0)};
    for (const auto index : chooser_.choose(number, checksum_))
        xor_bytes(part.fragment, fragments_[index]);
    return write_ur({UrSequence{number, part.count}, write_ur_part(part)});
}

std::string PartEncoder::part_in_capitals(std::uint32_t number) const {
    auto text = part(number);
    for (auto& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

}  // namespace outpost::parts
