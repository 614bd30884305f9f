// Reading stdin up to a limit.
#include "firmware-app/station/input.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <span>

namespace outpost::station {

namespace {

Result<Bytes> read_stdin(std::size_t bytes_max) {
    Bytes content;
    std::array<std::uint8_t, 65536> block{};
    for (;;) {
        const auto count = std::fread(block.data(), 1, block.size(), stdin);
        content.insert(content.end(), block.begin(),
                       block.begin() + static_cast<std::ptrdiff_t>(count));
        if (content.size() > bytes_max) return Error{Errc::TooLong, bytes_max, "standard input"};
        if (count < block.size()) break;
    }
    if (std::ferror(stdin) != 0) return Error{Errc::Io, content.size(), "standard input"};
    return content;
}

class StandardInput final : public ByteSource {
  public:
    Result<std::size_t> read(std::span<std::uint8_t> out) override {
        const auto count = std::fread(out.data(), 1, out.size(), stdin);
        if (count < out.size() && std::ferror(stdin) != 0)
            return Error{Errc::Io, 0, "standard input"};
        return count;
    }
    [[nodiscard]] std::uint64_t size_bytes() const override { return 0; }
};

}  // namespace

std::unique_ptr<ByteSource> open_standard_input() {
    return std::make_unique<StandardInput>();
}

Result<Bytes> read_input(FileStore& files, const std::string& input, std::size_t bytes_max) {
    return input == "-" ? read_stdin(bytes_max) : files.read(input, bytes_max);
}

}  // namespace outpost::station
