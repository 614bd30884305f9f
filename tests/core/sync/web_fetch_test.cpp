// Fetching over bad connections, from servers of every kind.
#include "core/sync/web_fetch.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

using namespace outpost;
using namespace outpost::sync;
using namespace outpost::tests;

namespace {

Bytes long_content(std::size_t bytes) {
    Bytes content(bytes);
    for (std::size_t at = 0; at < bytes; ++at)
        content[at] = static_cast<std::uint8_t>(at * 31 + at / 4096);
    return content;
}

/// A server in memory: gives ranges, and breaks off from a request on.
class ScriptedServer final : public WebClient {
  public:
    explicit ScriptedServer(Bytes served) : content(std::move(served)) {}

    Result<WebAnswer> send(const WebRequest& request) override {
        if (calls++ >= breaks_from) return Error{Errc::Unavailable, 0, "the connection"};
        if (instead) return *instead;
        if (!knows_ranges) return WebAnswer{200, content, {}};
        if (request.range->first >= content.size()) return WebAnswer{416, {}, {}};
        const auto last = std::min<std::uint64_t>(request.range->last, content.size() - 1);
        WebAnswer answer{206,
                         Bytes(content.begin() + static_cast<std::ptrdiff_t>(request.range->first),
                               content.begin() + static_cast<std::ptrdiff_t>(last) + 1),
                         content.size()};
        sent += answer.body.size();
        return answer;
    }

    Bytes content;
    std::size_t calls = 0;
    std::size_t breaks_from = std::numeric_limits<std::size_t>::max();
    std::size_t sent = 0;
    bool knows_ranges = true;
    std::optional<WebAnswer> instead;
};

/// A disk that is full after so many files.
class FullDisk final : public FileStore {
  public:
    Result<Bytes> read(const std::string& path, std::size_t bytes_max) override {
        return files_.read(path, bytes_max);
    }
    Result<void> write_atomically(const std::string& path, ByteView content, bool secret) override {
        if (writes_left == 0) return Error{Errc::Io, 0, "full"};
        --writes_left;
        return files_.write_atomically(path, content, secret);
    }
    Result<std::vector<std::string>> list(const std::string& folder) override {
        return files_.list(folder);
    }
    std::size_t writes_left = 1000;

  private:
    PosixFileStore files_;
};

struct Fetching {
    explicit Fetching(Bytes content) : server(std::move(content)) {}
    Result<Bytes> fetch(std::size_t bytes_max) {
        return fetch_file({server, files, folders}, {"https://moh.example/f", stage(), bytes_max});
    }
    [[nodiscard]] std::string stage() const { return (folder.path() / "f").string(); }
    [[nodiscard]] std::size_t pieces() {
        const auto names = files.list(folder.path().string());
        return names ? names->size() : 0;
    }
    TemporaryFolder folder;
    FullDisk files;
    PosixFolderStore folders;
    ScriptedServer server;
};

constexpr std::size_t three_pieces = 2 * web_piece_bytes + web_piece_bytes / 2;
constexpr std::size_t bytes_max = 4 * web_piece_bytes;

}  // namespace

TEST_CASE("web_fetch: a connection that breaks at any request costs nothing that came",
          "[web_fetch]") {
    const auto content = long_content(three_pieces);
    for (std::size_t n = 0; n < 3; ++n) {
        INFO("breaks from request " << n << " on");
        Fetching run(content);
        run.server.breaks_from = n;
        CHECK(run.fetch(bytes_max).error().code == Errc::Unavailable);
        CHECK(run.pieces() == n);
        run.server.breaks_from = std::numeric_limits<std::size_t>::max();
        const auto fetched = run.fetch(bytes_max);
        REQUIRE(fetched);
        CHECK(*fetched == content);
        CHECK(run.server.sent == content.size());  // no byte twice
        CHECK(run.pieces() == 0);
    }
}

TEST_CASE("web_fetch: a disk that is full at any write costs nothing that came", "[web_fetch]") {
    const auto content = long_content(three_pieces);
    for (std::size_t n = 0; n < 2; ++n) {
        Fetching run(content);
        run.files.writes_left = n;
        CHECK(run.fetch(bytes_max).error().code == Errc::Io);
        run.files.writes_left = 1000;
        CHECK(run.fetch(bytes_max).value() == content);
    }
}

TEST_CASE("web_fetch: one try that fails is tried again", "[web_fetch]") {
    class Stumbling final : public WebClient {
      public:
        Result<WebAnswer> send(const WebRequest&) override {
            if (++calls % 3 != 0) return Error{Errc::Timeout, 0, "the server"};
            return WebAnswer{200, Bytes{1, 2}, {}};
        }
        int calls = 0;
    } web;
    Fetching run({});
    const auto fetched =
        fetch_file({web, run.files, run.folders}, {"https://moh.example/f", run.stage(), 10});
    REQUIRE(fetched);
    CHECK(fetched->size() == 2);
}

TEST_CASE("web_fetch: a server without ranges sends the whole", "[web_fetch]") {
    Fetching run(long_content(three_pieces));
    run.server.knows_ranges = false;
    CHECK(run.fetch(bytes_max).value() == run.server.content);
    CHECK(run.fetch(three_pieces - 1).error().code == Errc::TooLong);
}

TEST_CASE("web_fetch: a file that changes in between is fetched anew", "[web_fetch]") {
    Fetching run(long_content(three_pieces));
    run.server.breaks_from = 2;
    CHECK_FALSE(run.fetch(bytes_max));
    REQUIRE(run.pieces() == 2);
    run.server.breaks_from = std::numeric_limits<std::size_t>::max();
    run.server.content = long_content(web_piece_bytes / 2);
    CHECK(run.fetch(bytes_max).error().code == Errc::Unavailable);
    CHECK(run.pieces() == 0);
    CHECK(run.fetch(bytes_max).value() == run.server.content);
}

TEST_CASE("web_fetch: a cut piece on the disk counts as none", "[web_fetch]") {
    Fetching run(long_content(three_pieces));
    run.server.breaks_from = 2;
    CHECK_FALSE(run.fetch(bytes_max));
    REQUIRE(run.files.write_atomically(run.stage() + ".1", Bytes(17), false));
    run.server.breaks_from = std::numeric_limits<std::size_t>::max();
    CHECK(run.fetch(bytes_max).value() == run.server.content);
}

TEST_CASE("web_fetch: what a hostile server says", "[web_fetch]") {
    constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
    Fetching run({});
    const auto says = [&](WebAnswer answer) {
        run.server.instead = std::move(answer);
        const auto fetched = run.fetch(bytes_max);
        REQUIRE_FALSE(fetched);
        CHECK(run.pieces() == 0);
        return fetched.error().code;
    };
    CHECK(says({404, {}, {}}) == Errc::NotFound);
    CHECK(says({503, {}, {}}) == Errc::Unavailable);
    CHECK(says({301, {}, {}}) == Errc::Io);
    CHECK(says({-1, {}, {}}) == Errc::Io);
    CHECK(says({206, Bytes(10), {}}) == Errc::TooLong);
    CHECK(says({206, Bytes(10), huge}) == Errc::TooLong);
    CHECK(says({206, Bytes(10), 0}) == Errc::Unavailable);
    CHECK(says({206, Bytes(10), 11}) == Errc::Unavailable);
    CHECK(says({206, {}, 10}) == Errc::Unavailable);
    CHECK(says({206, Bytes(web_piece_bytes), 1}) == Errc::Unavailable);
}
