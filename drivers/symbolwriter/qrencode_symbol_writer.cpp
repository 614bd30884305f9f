// Makes QR codes with libqrencode 4.
#include "drivers/symbolwriter/qrencode_symbol_writer.h"

#include <qrencode.h>

#include <cerrno>
#include <memory>

namespace outpost {

namespace {

constexpr std::size_t payload_bytes_max = 2953;  // version 40-L: what no level exceeds
constexpr unsigned dark_bit = 1;                 // the other bits tell what the module is for

using SymbolHandle = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

QRecLevel library_level(EccLevel level) {
    switch (level) {
        case EccLevel::L:
            return QR_ECLEVEL_L;
        case EccLevel::M:
            return QR_ECLEVEL_M;
        case EccLevel::Q:
            return QR_ECLEVEL_Q;
        case EccLevel::H:
            break;
    }
    return QR_ECLEVEL_H;
}

}  // namespace

Result<SymbolMatrix> QrencodeSymbolWriter::write(ByteView payload, EccLevel level) {
    if (payload.empty()) return Error{Errc::BadLength, 0, "empty symbol"};
    const Error too_long{Errc::TooLong, payload.size(), "payload for a symbol"};
    if (payload.size() > payload_bytes_max) return too_long;
    constexpr int smallest_version = 0;
    errno = 0;
    const SymbolHandle symbol(QRcode_encodeData(static_cast<int>(payload.size()), payload.data(),
                                                smallest_version, library_level(level)),
                              &QRcode_free);
    if (symbol == nullptr)
        return errno == ERANGE ? too_long : Error{Errc::Unavailable, 0, "symbol library"};
    SymbolMatrix matrix;
    matrix.version = symbol->version;
    matrix.modules = symbol->width;
    const auto modules = static_cast<std::size_t>(symbol->width);
    matrix.dark.reserve(modules * modules);
    for (const auto module : ByteView(symbol->data, modules * modules))
        matrix.dark.push_back(static_cast<std::uint8_t>(module & dark_bit));
    return matrix;
}

}  // namespace outpost
