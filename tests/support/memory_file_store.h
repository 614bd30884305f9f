// Test double: files in memory; writing can be made to fail.
#pragma once

#include "core/ports/file_store.h"

#include <map>

namespace outpost::tests {

class MemoryFileStore final : public FileStore {
  public:
    Result<Bytes> read(const std::string& path, std::size_t bytes_max) override {
        const auto file = files_.find(path);
        if (file == files_.end()) return Error{Errc::NotFound, 0, "no such file"};
        if (file->second.size() > bytes_max)
            return Error{Errc::TooLong, bytes_max, "file too long"};
        return file->second;
    }

    Result<void> write_atomically(const std::string& path, ByteView content,
                                  bool /*secret*/ = false) override {
        if (path.empty() || path.back() == '/' || writes_until_failure_ == 0)
            return Error{Errc::Io, 0, "cannot write the file"};
        if (writes_until_failure_ > 0) --writes_until_failure_;
        files_[path] = to_bytes(content);
        return {};
    }

    Result<std::vector<std::string>> list(const std::string& folder) override {
        std::vector<std::string> names;
        for (const auto& [path, content] : files_) {
            const auto slash = path.rfind('/');
            if (slash != std::string::npos && path.substr(0, slash) == folder)
                names.push_back(path.substr(slash + 1));
        }
        if (names.empty()) return Error{Errc::NotFound, 0, "no such folder"};
        return names;
    }

    /// The write after the next `count` ones fails, and all after it.
    void fail_after(int count) { writes_until_failure_ = count; }

  private:
    std::map<std::string, Bytes> files_;
    int writes_until_failure_ = -1;
};

}  // namespace outpost::tests
