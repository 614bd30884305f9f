#include "drivers/webclient/curl_client.h"

#include <curl/curl.h>

#include <charconv>
#include <string_view>
#include <utility>

namespace outpost {

namespace {

constexpr long redirects_max = 3;
constexpr long slow_bytes_per_s = 100;
constexpr std::size_t header_bytes_max = 64 * 1024;
constexpr int status_partial = 206;

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// A part of the URL; empty when it has none.
std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

bool is_this_machine(std::string_view host) {
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

/// Which protocols curl may speak for this URL; null: none.
const char* protocols_for(const std::string& text) {
    const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return nullptr;
    // A password in a URL ends in logs and lists of processes.
    if (!part_of(url.get(), CURLUPART_USER).empty()) return nullptr;
    const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme == "https") return "https";
    const bool is_near = is_this_machine(part_of(url.get(), CURLUPART_HOST));
    return scheme == "http" && is_near ? "http" : nullptr;
}

/// What comes in, with its limits.
struct Incoming {
    WebAnswer answer;
    std::size_t body_max = 0;
    std::size_t header_bytes = 0;
    bool is_too_long = false;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& incoming = *static_cast<Incoming*>(user);
    const auto bytes = size * count;
    if (bytes > incoming.body_max - incoming.answer.body.size()) {
        incoming.is_too_long = true;
        return 0;
    }
    incoming.answer.body.insert(incoming.answer.body.end(), data, data + bytes);
    return bytes;
}

/// The size in "bytes 0-99/1234" of the last answer's header.
std::optional<std::uint64_t> total_of(CURL* curl) {
    curl_header* header = nullptr;
    if (curl_easy_header(curl, "Content-Range", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::nullopt;
    const std::string_view value(header->value);
    const auto slash = value.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    std::uint64_t total = 0;
    const auto* first = value.data() + slash + 1;
    const auto read = std::from_chars(first, value.data() + value.size(), total);
    if (read.ec != std::errc() || read.ptr == first) return std::nullopt;
    return total;
}

std::size_t count_header(char* /*data*/, std::size_t size, std::size_t count, void* user) {
    auto& incoming = *static_cast<Incoming*>(user);
    const auto bytes = size * count;
    incoming.header_bytes += bytes;
    if (incoming.header_bytes > header_bytes_max) {
        incoming.is_too_long = true;
        return 0;
    }
    return bytes;
}

Error error_of(CURLcode code, const Incoming& incoming) {
    if (incoming.is_too_long) return {Errc::TooLong, incoming.body_max, "the server's answer"};
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CERTPROBLEM:
            return {Errc::BadSignature, 0, "the server's certificate does not hold"};
        case CURLE_SSL_CACERT_BADFILE:
            return {Errc::BadKey, 0, "the file of authorities cannot be used"};
        case CURLE_OPERATION_TIMEDOUT:
            return {Errc::Timeout, 0, "the server"};
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
            return {Errc::Unavailable, 0, "no such host, or no network"};
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_TOO_MANY_REDIRECTS:
            return {Errc::BadValue, 0, "the server points to where we do not go"};
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return {Errc::Unavailable, 0, "the connection"};
        default:
            return {Errc::Io, static_cast<std::size_t>(code), "the transfer"};
    }
}

}  // namespace

struct CurlClient::Handle {
    Handle() : curl(curl_easy_init()) {}
    ~Handle() { curl_easy_cleanup(curl); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    /// What holds for every request.
    void set_rules(const CurlSettings& settings, const char* protocols) const {
        curl_easy_reset(curl);  // keeps the connection
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
        curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                         static_cast<long>(settings.connect_timeout_s));
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_s);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.stall_timeout_s));
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "outpost");
        if (!settings.ca_file.empty()) {
            curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
            curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
        }
        // No proxy reaches this very machine.
        if (std::string_view(protocols) == "http")
            curl_easy_setopt(curl, CURLOPT_PROXY, "");
        else if (!settings.proxy.empty())
            curl_easy_setopt(curl, CURLOPT_PROXY, settings.proxy.c_str());
    }

    CURL* curl;
};

CurlClient::CurlClient(CurlSettings settings) : settings_(std::move(settings)) {
    static const auto once = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)once;
    handle_ = std::make_unique<Handle>();
}

CurlClient::~CurlClient() = default;

Result<WebAnswer> CurlClient::send(const WebRequest& request) {
    if (handle_->curl == nullptr) return Error{Errc::Io, 0, "libcurl"};
    const char* protocols = protocols_for(request.url);
    if (protocols == nullptr) return Error{Errc::BadValue, 0, "only https addresses are taken"};
    CURL* curl = handle_->curl;
    handle_->set_rules(settings_, protocols);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    std::unique_ptr<curl_slist, FreeList> headers;
    std::string range;
    if (request.method == WebMethod::Post) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        // Without a pointer curl would ask a callback for the body.
        const void* body =
            request.body.empty() ? "" : static_cast<const void*>(request.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        headers.reset(curl_slist_append(nullptr, "Content-Type: application/octet-stream"));
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    } else {
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(curl, CURLOPT_MAXREDIRS, redirects_max);
    }
    if (request.range) {
        range = std::to_string(request.range->first) + "-" + std::to_string(request.range->last);
        curl_easy_setopt(curl, CURLOPT_RANGE, range.c_str());
    }
    Incoming incoming;
    incoming.body_max = request.answer_bytes_max;
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &incoming);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, count_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &incoming);
    const auto code = curl_easy_perform(curl);
    if (code != CURLE_OK) return error_of(code, incoming);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    incoming.answer.status = static_cast<int>(status);
    if (incoming.answer.status == status_partial) incoming.answer.total_bytes = total_of(curl);
    return std::move(incoming.answer);
}

}  // namespace outpost
