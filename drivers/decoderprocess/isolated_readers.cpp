// Pictures by their first bytes.
#include "drivers/decoderprocess/isolated_readers.h"

#include <array>
#include <optional>
#include <string_view>

namespace outpost {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    DecoderService service;
};

constexpr std::array<Magic, 3> magics{{
    {"\x89PNG\r\n\x1a\n"sv, DecoderService::Pictures},
    {"\xff\xd8\xff"sv, DecoderService::Pictures},
    {"%PDF-"sv, DecoderService::Documents},
}};

std::optional<DecoderService> service_for(ByteView content) {
    for (const auto& magic : magics)
        if (as_text(content).starts_with(magic.bytes)) return magic.service;
    return {};
}

}  // namespace

bool IsolatedPictureReader::recognises(ByteView content) const {
    return service_for(content).has_value();
}

Result<std::vector<Frame>> IsolatedPictureReader::read(ByteView content) {
    const auto service = service_for(content);
    if (!service) return Error{Errc::Unsupported, 0, "no picture or document"};
    return process_.read_content(content, *service);
}

}  // namespace outpost
