// outpost-decoder: decodes foreign pixels and files where they can do no harm.
#include "drivers/clock/system_clock.h"
#include "drivers/decoderprocess/decoder_server.h"
#include "drivers/pdf/poppler_pdf_reader.h"
#include "drivers/picture/picture_file_reader.h"
#include "drivers/sandbox/sandbox.h"
#include "firmware-app/decoder/frame_readers.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

namespace {

using namespace outpost;

/// A picture of one light pixel, so that the codecs have loaded what they load at first use.
constexpr std::array<std::uint8_t, 67> smallest_png{
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xda, 0x63, 0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0x1c, 0xb0, 0x8c, 0x99, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

std::string own_folder() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    return failure ? std::string() : program.parent_path().string();
}

/// Everything that the chosen services will need, loaded while files can still be opened.
class Readers {
  public:
    explicit Readers(DecoderServices services) : services_(services) {}

    Result<DecoderParts> load() {
        DecoderParts parts;
        if (wants(DecoderService::Frames)) {
            frames_ = decoder::make_frame_reader(clock_);
            parts.frames = frames_.get();
        }
        if (wants(DecoderService::Pictures)) {
            OUTPOST_TRY([[maybe_unused]] const auto warm, pictures_.read(smallest_png));
            parts.pictures = &pictures_;
        }
        if (wants(DecoderService::Documents)) {
            OUTPOST_TRY_VOID(warm_up_poppler());
            parts.documents = &documents_;
        }
        return parts;
    }

  private:
    [[nodiscard]] bool wants(DecoderService service) const {
        return (services_ & bit_of(service)) != 0;
    }

    DecoderServices services_;
    SystemClock clock_;
    std::unique_ptr<FrameReader> frames_;
    PictureFileReader pictures_{own_folder()};
    PopplerPdfReader documents_;
};

int fail(DecoderServer& server, Errc code) {
    server.refuse(code);
    return EXIT_FAILURE;
}

}  // namespace

/// Started by a DecoderProcess only; the argument is the sum of its services.
int main(int argc, char** argv) {
    auto server = DecoderServer::open();
    const auto services = parse_services(argc == 2 ? argv[1] : "");
    if (!server || !services) return EXIT_FAILURE;
    Readers readers(*services);
    const auto parts = readers.load();
    if (!parts) return fail(*server, Errc::Unavailable);
    if (const auto closed = enter_sandbox(); !closed) return fail(*server, closed.error().code);
    // Nothing is destroyed: what the libraries do at their end is not worth a larger sandbox.
    const auto served = server->serve(*parts);
    std::_Exit(served ? EXIT_SUCCESS : EXIT_FAILURE);
}
