#include "core/sync/web_fetch.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace outpost::sync {

namespace {

constexpr int tries_max = 3;

std::string piece_path(const WebFile& file, std::size_t index) {
    return file.stage + "." + std::to_string(index);
}

bool is_worth_another_try(const Error& error) {
    return error.code == Errc::Unavailable || error.code == Errc::Timeout;
}

Result<WebAnswer> ask(const WebPorts& ports, const WebFile& file, std::size_t index) {
    const std::uint64_t first = std::uint64_t{index} * web_piece_bytes;
    const WebRequest request{WebMethod::Get,
                             file.url,
                             {},
                             WebRange{first, first + web_piece_bytes - 1},
                             std::max(file.bytes_max, web_piece_bytes)};
    auto answer = ports.web.send(request);
    for (int tries = 1; tries < tries_max && !answer && is_worth_another_try(answer.error());
         ++tries)
        answer = ports.web.send(request);
    return answer;
}

/// Pieces that came before, in their order. A damaged or cut one ends them.
Bytes read_pieces(const WebPorts& ports, const WebFile& file) {
    Bytes content;
    for (std::size_t index = 0; content.size() < file.bytes_max; ++index) {
        const auto piece = ports.files.read(piece_path(file, index), web_piece_bytes);
        if (!piece || piece->size() != web_piece_bytes) break;
        content.insert(content.end(), piece->begin(), piece->end());
    }
    return content;
}

void drop_pieces(const WebPorts& ports, const WebFile& file) {
    const auto count = file.bytes_max / web_piece_bytes + 1;
    for (std::size_t index = 0; index < count; ++index) {
        const auto path = piece_path(file, index);
        if (ports.folders.identity(path)) (void)ports.folders.remove(path);
    }
}

}  // namespace

Error error_of_status(int status) {
    constexpr int first_server_fault = 500;
    constexpr int too_many_requests = 429;
    if (status == 404 || status == 410) return {Errc::NotFound, 0, "nothing is there"};
    const auto number = static_cast<std::size_t>(std::max(status, 0));
    if (status >= first_server_fault || status == too_many_requests)
        return {Errc::Unavailable, number, "the server cannot answer now"};
    return {Errc::Io, number, "the server refuses"};
}

Result<Bytes> fetch_file(const WebPorts& ports, const WebFile& file) {
    constexpr int whole = 200;
    constexpr int part = 206;
    Bytes content = read_pieces(ports, file);
    std::optional<std::uint64_t> total;
    while (!total || content.size() < *total) {
        const auto index = content.size() / web_piece_bytes;
        OUTPOST_TRY(auto answer, ask(ports, file, index));
        if (answer.status == whole) {
            if (answer.body.size() > file.bytes_max)
                return Error{Errc::TooLong, file.bytes_max, "a file from the web"};
            content = std::move(answer.body);
            break;
        }
        if (answer.status != part && index == 0) return error_of_status(answer.status);
        // 416: shorter than what we have of it.
        const bool is_changed =
            answer.status == 416 || (answer.status == part && total && answer.total_bytes != total);
        if (is_changed) {
            drop_pieces(ports, file);
            return Error{Errc::Unavailable, 0, "the file changed while it was fetched"};
        }
        if (answer.status != part) return error_of_status(answer.status);
        total = answer.total_bytes;
        if (!total || *total > file.bytes_max)
            return Error{Errc::TooLong, file.bytes_max, "a file from the web"};
        const auto expected = std::min<std::uint64_t>(
            *total - std::min<std::uint64_t>(*total, content.size()), web_piece_bytes);
        if (answer.body.size() != expected || expected == 0) {
            drop_pieces(ports, file);
            return Error{Errc::Unavailable, 0, "a piece of another size"};
        }
        if (expected == web_piece_bytes)
            OUTPOST_TRY_VOID(ports.files.write_atomically(piece_path(file, index), answer.body));
        content.insert(content.end(), answer.body.begin(), answer.body.end());
    }
    drop_pieces(ports, file);
    return content;
}

}  // namespace outpost::sync
