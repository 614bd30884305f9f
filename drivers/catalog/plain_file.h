// A file read whole, with a limit.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>

namespace outpost {

/// @error NotFound, Unsupported (a link, a folder, a pipe), TooLong, Io
Result<Bytes> read_plain_file(const std::string& path, std::size_t bytes_max);

}  // namespace outpost
