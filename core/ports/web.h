// Port: the web, from both ends: fetching and sending, and answering.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace outpost {

enum class WebMethod : std::uint8_t { Get, Post };

/// Bytes of a file, both ends belong to it (RFC 9110, 14.1.2).
struct WebRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// @field answer_bytes_max  a longer answer is an error, not a cut one
struct WebRequest {
    WebMethod method = WebMethod::Get;
    std::string url;
    ByteView body;                  // of a post
    std::optional<WebRange> range;  // a wish: a server that knows no ranges gives the whole
    std::size_t answer_bytes_max = 0;
};

/// @field total_bytes  of the whole file, where the answer is a part of it (status 206)
struct WebAnswer {
    int status = 0;
    Bytes body;
    std::optional<std::uint64_t> total_bytes;
};

class WebClient {
  public:
    virtual ~WebClient() = default;
    /// Any answer of the server's is a result, whatever its status.
    /// @error BadValue (a URL that is not taken: only https, and http to this very machine; no
    ///        user name in it), Unavailable (not reached, or cut off), Timeout, TooLong,
    ///        BadSignature (the server cannot show who it is), Io
    virtual Result<WebAnswer> send(const WebRequest& request) = 0;
};

/// A call as the server got it. @field path  as it was sent, from its first '/', nothing decoded
struct WebCall {
    WebMethod method = WebMethod::Get;
    std::string path;
    Bytes body;
    std::optional<WebRange> range;
};

struct WebReply {
    int status = 500;
    Bytes body;
    std::string content_type = "application/json";
    std::optional<WebRange> range;          // of a part (status 206): which
    std::uint64_t total_bytes = 0;          // of the whole file, of a part
    std::optional<int> retry_after_s = {};  // of status 503
};

/// @field address           "127.0.0.1", "::1", "0.0.0.0", "::"; no names
/// @field port              0: a free one
/// @field certificate, key  PEM texts; both empty: plain http
struct WebServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string certificate;
    std::string key;
    std::size_t body_bytes_max = 0;    // of one call
    std::size_t bodies_bytes_max = 0;  // of all calls that are coming in at one time
    unsigned connections_max = 64;
    unsigned idle_timeout_s = 60;
};

/// Called for one call after the other, on a thread of the server's.
using AnswerWebCall = std::function<WebReply(const WebCall&)>;

}  // namespace outpost
