// An input of the command line: a file, or "-" for stdin.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"

#include <cstddef>
#include <memory>
#include <string>

namespace outpost::station {

inline constexpr std::size_t input_bytes_max = 64 * 1024 * 1024;

/// The whole input. @error those of FileStore::read; for stdin TooLong and Io
Result<Bytes> read_input(FileStore& files, const std::string& input,
                         std::size_t bytes_max = input_bytes_max);

/// Standard input as a stream; its size is not known (0).
std::unique_ptr<ByteSource> open_standard_input();

}  // namespace outpost::station
