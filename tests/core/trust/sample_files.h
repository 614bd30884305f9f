// Test double: files as tests write them down, and a switch that makes writing fail.
#pragma once

#include "tests/support/memory_file_store.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

class SampleFiles final : public FileStore {
  public:
    bool refuses_to_write = false;

    void put(const std::string& path, std::string_view text) {
        OUTPOST_CHECK(store_.write_atomically(path, as_bytes(text)).has_value());
    }
    [[nodiscard]] std::string text(const std::string& path) {
        return std::string(as_text(store_.read(path, bytes_max).value()));
    }
    [[nodiscard]] bool has(const std::string& path) {
        return store_.read(path, bytes_max).has_value();
    }

    Result<Bytes> read(const std::string& path, std::size_t limit) override {
        return store_.read(path, limit);
    }
    Result<void> write_atomically(const std::string& path, ByteView content, bool secret) override {
        if (refuses_to_write) return Error{Errc::Io, 0, "the store refuses to write"};
        return store_.write_atomically(path, content, secret);
    }
    Result<std::vector<std::string>> list(const std::string& folder) override {
        return store_.list(folder);
    }

  private:
    static constexpr std::size_t bytes_max = 16 * 1024 * 1024;
    MemoryFileStore store_;
};

}  // namespace outpost::tests
