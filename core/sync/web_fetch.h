// Files from the web, piece by piece, so that a bad connection costs one piece and not the file.
#pragma once

#include "core/base/result.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/web.h"

#include <cstddef>
#include <string>

namespace outpost::sync {

/// What is asked for at once; a smaller file is not kept in between.
inline constexpr std::size_t web_piece_bytes = 4 * 1024 * 1024;

struct WebPorts {
    WebClient& web;
    FileStore& files;
    FolderStore& folders;
};

/// @field stage  path; pieces that came stand at STAGE.0, STAGE.1 and so on until the file is whole
struct WebFile {
    std::string url;
    std::string stage;
    std::size_t bytes_max = 0;
};

/// The file's content. Pieces that are there already are not asked for again; a server that knows
/// no ranges sends the whole. What came is not checked here: it is as good as the server says.
/// @error NotFound (the server has none), TooLong, Unavailable (the connection, a busy server; the
///        file changed while it was fetched: then the pieces are gone), those of WebClient::send()
///        and of writing
Result<Bytes> fetch_file(const WebPorts& ports, const WebFile& file);

/// What an answer without what was asked for means: NotFound (404, 410), Unavailable (429, and from
/// 500 on), Io (any other); the offset of the last two is the status.
Error error_of_status(int status);

}  // namespace outpost::sync
