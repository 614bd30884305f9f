#include "firmware-app/equipment/scanner.h"

#include "core/framing/key_scanner.h"
#include "core/framing/scanner_option.h"
#include "core/framing/stream_scanner.h"
#include "drivers/keymap/xkb_key_map.h"
#include "drivers/keyscanner/evdev_key_source.h"
#include "drivers/serialscanner/serial_stream.h"

#include <utility>

namespace outpost::equipment {

namespace {

/// A scanner together with what it reads from.
class OwningScanner final : public CodeScanner {
  public:
    std::unique_ptr<ByteStream> stream;
    std::unique_ptr<KeySource> keys;
    std::unique_ptr<KeyMap> map;
    std::unique_ptr<CodeScanner> scanner;  // last: it borrows the others

    Result<void> open() override { return scanner->open(); }
    Result<ScannedPayload> next_payload(std::chrono::milliseconds deadline) override {
        return scanner->next_payload(deadline);
    }
    [[nodiscard]] ScannerState state() const override { return scanner->state(); }
    [[nodiscard]] ScannerCounts counts() const override { return scanner->counts(); }
    [[nodiscard]] std::string_view label() const override { return scanner->label(); }
    void close() override { scanner->close(); }
};

}  // namespace

Result<std::unique_ptr<CodeScanner>> make_scanner(std::string_view option, const Clock& clock) {
    OUTPOST_TRY(const auto parsed, framing::parse_scanner_option(option));
    auto made = std::make_unique<OwningScanner>();
    if (parsed.kind == SourceKind::SerialBytes) {
        made->stream = std::make_unique<SerialStream>(parsed.path, parsed.baud);
        made->scanner =
            std::make_unique<framing::StreamScanner>(*made->stream, clock, parsed.rules);
    } else {
        OUTPOST_TRY(made->map, XkbKeyMap::load(parsed.layout));
        made->keys = std::make_unique<EvdevKeySource>(parsed.path);
        made->scanner =
            std::make_unique<framing::KeyScanner>(*made->keys, *made->map, clock, parsed.rules);
    }
    return std::unique_ptr<CodeScanner>(std::move(made));
}

}  // namespace outpost::equipment
