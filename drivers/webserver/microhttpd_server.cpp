#include "drivers/webserver/microhttpd_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost {

namespace {

constexpr std::size_t memory_per_connection = 32 * 1024;  // headers; bodies are counted by us
constexpr std::size_t path_bytes_max = 1024;
constexpr int status_bad_request = 400;
constexpr int status_bad_method = 405;
constexpr int status_too_large = 413;
constexpr int status_busy = 503;
constexpr int busy_retry_s = 5;
// TLS 1.2 and 1.3 alone.
constexpr const char* tls_priorities = "SECURE128:+SECURE192:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

/// An address in the form that the system wants.
struct SocketAddress {
    sockaddr_storage storage{};
    bool is_six = false;

    static Result<SocketAddress> read(const std::string& text, std::uint16_t port) {
        SocketAddress address;
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
            std::memcpy(&address.storage, &four, sizeof four);
            return address;
        }
        if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) != 1)
            return Error{Errc::BadValue, 0, "an address to listen at"};
        std::memcpy(&address.storage, &six, sizeof six);
        address.is_six = true;
        return address;
    }
};

/// A call on its way in.
struct Incoming {
    WebCall call;
    int refused = 0;  // a status, once it is clear
    bool is_answered = false;
};

}  // namespace

std::optional<WebRange> read_range(std::string_view text) {
    constexpr std::string_view unit = "bytes=";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    WebRange range;
    const auto number = [](std::string_view digits, std::uint64_t& value) {
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    };
    if (!number(text.substr(0, dash), range.first) || !number(text.substr(dash + 1), range.last) ||
        range.first > range.last)
        return std::nullopt;
    return range;
}

struct MicrohttpdServer::Daemon {
    WebServerSettings settings;
    AnswerWebCall answer;
    std::size_t bodies_bytes = 0;
    MHD_Daemon* daemon = nullptr;

    /// Room that a call's body took is free again.
    void forget(Incoming& incoming) {
        bodies_bytes -= incoming.call.body.size();
        incoming.call.body.clear();
        incoming.call.body.shrink_to_fit();
    }

    void begin(Incoming& incoming, MHD_Connection* connection, std::string_view method,
               std::string_view url) const {
        incoming.call.path = std::string(url);
        if (method == "POST")
            incoming.call.method = WebMethod::Post;
        else if (method != "GET")
            incoming.refused = status_bad_method;
        if (url.empty() || url.front() != '/' || url.size() > path_bytes_max)
            incoming.refused = status_bad_request;
        const char* length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                         MHD_HTTP_HEADER_CONTENT_LENGTH);
        if (length != nullptr) {
            std::uint64_t bytes = 0;
            const auto* end = length + std::strlen(length);
            if (std::from_chars(length, end, bytes).ptr != end)
                incoming.refused = status_bad_request;
            else if (bytes > settings.body_bytes_max)
                incoming.refused = status_too_large;
        }
        const char* range =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_RANGE);
        if (range != nullptr) incoming.call.range = read_range(range);
    }

    void take(Incoming& incoming, const char* data, std::size_t bytes) {
        if (incoming.refused != 0) return;
        auto& body = incoming.call.body;
        if (bytes > settings.body_bytes_max - body.size()) incoming.refused = status_too_large;
        if (bytes > settings.bodies_bytes_max - bodies_bytes) incoming.refused = status_busy;
        if (incoming.refused != 0) return forget(incoming);
        body.insert(body.end(), data, data + bytes);
        bodies_bytes += bytes;
    }

    [[nodiscard]] WebReply reply_to(const Incoming& incoming) const {
        if (incoming.refused != 0) {
            WebReply refusal;
            refusal.status = incoming.refused;
            if (incoming.refused == status_busy) refusal.retry_after_s = busy_retry_s;
            return refusal;
        }
        try {
            return answer(incoming.call);
        } catch (const std::exception&) {  // nothing of ours throws: memory at its end
            return {};
        }
    }

    static MHD_Result queue(MHD_Connection* connection, WebReply reply) {
        MHD_Response* response = MHD_create_response_from_buffer(
            reply.body.size(), reply.body.data(), MHD_RESPMEM_MUST_COPY);
        if (response == nullptr) return MHD_NO;
        const auto header = [&](const char* name, const std::string& value) {
            (void)MHD_add_response_header(response, name, value.c_str());
        };
        header(MHD_HTTP_HEADER_CONTENT_TYPE, reply.content_type);
        header("X-Content-Type-Options", "nosniff");
        header(MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
        if (reply.retry_after_s)
            header(MHD_HTTP_HEADER_RETRY_AFTER, std::to_string(*reply.retry_after_s));
        if (reply.range)
            header(MHD_HTTP_HEADER_CONTENT_RANGE, "bytes " + std::to_string(reply.range->first) +
                                                      "-" + std::to_string(reply.range->last) +
                                                      "/" + std::to_string(reply.total_bytes));
        const auto queued =
            MHD_queue_response(connection, static_cast<unsigned>(reply.status), response);
        MHD_destroy_response(response);
        return queued;
    }

    static MHD_Result on_call(void* self, MHD_Connection* connection, const char* url,
                              const char* method, const char* /*version*/, const char* data,
                              std::size_t* bytes, void** state) {
        auto& daemon = *static_cast<Daemon*>(self);
        if (*state == nullptr) {
            auto incoming = std::make_unique<Incoming>();
            daemon.begin(*incoming, connection, method, url);
            // Refused by its headers: the body is not even waited for.
            const int refused = incoming->refused;
            *state = incoming.release();
            if (refused == 0) return MHD_YES;
        }
        auto& incoming = *static_cast<Incoming*>(*state);
        if (*bytes != 0) {
            daemon.take(incoming, data, *bytes);
            *bytes = 0;
            return MHD_YES;
        }
        if (incoming.is_answered) return MHD_NO;
        incoming.is_answered = true;
        return queue(connection, daemon.reply_to(incoming));
    }

    static void on_end(void* self, MHD_Connection* /*connection*/, void** state,
                       MHD_RequestTerminationCode /*code*/) {
        const std::unique_ptr<Incoming> incoming(static_cast<Incoming*>(*state));
        if (incoming) static_cast<Daemon*>(self)->forget(*incoming);
        *state = nullptr;
    }
};

MicrohttpdServer::MicrohttpdServer(std::unique_ptr<Daemon> daemon) : daemon_(std::move(daemon)) {}

MicrohttpdServer::~MicrohttpdServer() {
    if (daemon_->daemon != nullptr) MHD_stop_daemon(daemon_->daemon);
}

Result<std::unique_ptr<MicrohttpdServer>> MicrohttpdServer::start(const WebServerSettings& settings,
                                                                  AnswerWebCall answer) {
    OUTPOST_TRY(const auto address, SocketAddress::read(settings.address, settings.port));
    auto daemon = std::make_unique<Daemon>();
    daemon->settings = settings;
    daemon->answer = std::move(answer);
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL;
    if (address.is_six) flags |= MHD_USE_IPv6;
    std::vector<MHD_OptionItem> options;
    const auto add = [&](MHD_OPTION name, intptr_t value, const void* pointer = nullptr) {
        options.push_back({name, value, const_cast<void*>(pointer)});  // NOLINT: MHD's type
    };
    add(MHD_OPTION_SOCK_ADDR, 0, &address.storage);
    add(MHD_OPTION_CONNECTION_LIMIT, static_cast<intptr_t>(settings.connections_max));
    add(MHD_OPTION_CONNECTION_TIMEOUT, static_cast<intptr_t>(settings.idle_timeout_s));
    add(MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_per_connection);
    if (!settings.certificate.empty()) {
        flags |= MHD_USE_TLS;
        add(MHD_OPTION_HTTPS_MEM_CERT, 0, settings.certificate.c_str());
        add(MHD_OPTION_HTTPS_MEM_KEY, 0, settings.key.c_str());
        add(MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities);
    }
    add(MHD_OPTION_END, 0);
    daemon->daemon =
        MHD_start_daemon(flags, settings.port, nullptr, nullptr, &Daemon::on_call, daemon.get(),
                         MHD_OPTION_NOTIFY_COMPLETED, &Daemon::on_end, daemon.get(),
                         MHD_OPTION_ARRAY, options.data(), MHD_OPTION_END);
    if (daemon->daemon == nullptr)
        return Error{Errc::Unavailable, 0, "the port, or the certificate"};
    return std::unique_ptr<MicrohttpdServer>(new MicrohttpdServer(std::move(daemon)));
}

std::uint16_t MicrohttpdServer::port() const {
    const auto* info = MHD_get_daemon_info(daemon_->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == nullptr ? 0 : info->port;
}

}  // namespace outpost
