// Server and client against each other, over real sockets.
#include "drivers/webclient/curl_client.h"
#include "drivers/webserver/microhttpd_server.h"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

using namespace outpost;

namespace {

constexpr std::size_t body_max = 1'000'000;

struct Served {
    explicit Served(AnswerWebCall answer, std::size_t bodies_max = 4 * body_max) {
        WebServerSettings settings;
        settings.body_bytes_max = body_max;
        settings.bodies_bytes_max = bodies_max;
        auto started = MicrohttpdServer::start(settings, std::move(answer));
        REQUIRE(started);
        server = std::move(*started);
    }
    [[nodiscard]] std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(server->port()) + path;
    }
    std::unique_ptr<MicrohttpdServer> server;
};

WebReply echo(const WebCall& call) {
    WebReply reply;
    reply.status = call.method == WebMethod::Post ? 201 : 200;
    reply.body = call.body;
    for (const char c : call.path) reply.body.push_back(static_cast<std::uint8_t>(c));
    return reply;
}

/// Text to a port, and what came back until the server closed or sent `bytes`.
std::string talk(std::uint16_t port, const std::string& text) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    (void)::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    char answer[512];
    const auto got = ::recv(socket, answer, sizeof answer, 0);
    ::close(socket);
    return got > 0 ? std::string(answer, static_cast<std::size_t>(got)) : std::string();
}

}  // namespace

TEST_CASE("web: a body goes and comes back, byte by byte", "[web]") {
    const Served served(echo);
    CurlClient client({});
    Bytes body(body_max);
    for (std::size_t at = 0; at < body.size(); ++at) body[at] = static_cast<std::uint8_t>(at * 7);
    const auto answer = client.send({WebMethod::Post, served.url("/v1/x"), body, {}, body_max + 5});
    REQUIRE(answer);
    CHECK(answer->status == 201);
    auto expected = body;
    for (const char c : std::string("/v1/x")) expected.push_back(static_cast<std::uint8_t>(c));
    CHECK(answer->body == expected);
    const auto empty = client.send({WebMethod::Post, served.url("/e"), {}, {}, 100});
    REQUIRE(empty);
    CHECK(as_text(empty->body) == "/e");
}

TEST_CASE("web: a body beyond the limit is refused by its length", "[web]") {
    const Served served(echo);
    CurlClient client({});
    const Bytes body(body_max + 1);
    const auto answer = client.send({WebMethod::Post, served.url("/"), body, {}, 100});
    REQUIRE(answer);
    CHECK(answer->status == 413);
    // Without a length it is cut where the limit is.
    std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int chunk = 0; chunk < 17; ++chunk)
        chunked += "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
    CHECK(talk(served.server->port(), chunked + "0\r\n\r\n").find("413") != std::string::npos);
}

TEST_CASE("web: bodies together have a limit, and their room is free again", "[web]") {
    const Served served(echo, body_max / 2);
    CurlClient client({});
    const Bytes large(body_max);
    const Bytes small(body_max / 2);
    for (int round = 0; round < 3; ++round) {
        const auto busy = client.send({WebMethod::Post, served.url("/"), large, {}, 100});
        REQUIRE(busy);
        CHECK(busy->status == 503);
        const auto taken = client.send({WebMethod::Post, served.url("/"), small, {}, body_max});
        REQUIRE(taken);
        CHECK(taken->status == 201);
    }
}

TEST_CASE("web: a part of a file carries its place and the file's size", "[web]") {
    const Served served([](const WebCall& call) {
        WebReply reply;
        if (!call.range || call.range->first != 10) return reply;
        reply.status = 206;
        reply.range = call.range;
        reply.total_bytes = 1234;
        reply.body = Bytes(10, 'x');
        return reply;
    });
    CurlClient client({});
    const auto answer = client.send({WebMethod::Get, served.url("/f"), {}, WebRange{10, 19}, 10});
    REQUIRE(answer);
    CHECK(answer->status == 206);
    CHECK(answer->total_bytes == 1234);
}

TEST_CASE("web: an answer beyond the limit is an error, not a cut one", "[web]") {
    const Served served([](const WebCall&) {
        WebReply reply;
        reply.status = 200;
        reply.body = Bytes(101, 'x');
        return reply;
    });
    CurlClient client({});
    CHECK(client.send({WebMethod::Get, served.url("/"), {}, {}, 101}));
    CHECK(client.send({WebMethod::Get, served.url("/"), {}, {}, 100}).error().code ==
          Errc::TooLong);
}

TEST_CASE("web: only https, and http to this very machine", "[web]") {
    CurlClient client({});
    for (const auto* url :
         {"http://example.org/", "ftp://127.0.0.1/", "file:///etc/passwd", "https://a:b@127.0.0.1/",
          "127.0.0.1", "", "gopher://127.0.0.1/", "http://127.0.0.1.example.org/"}) {
        INFO(url);
        CHECK(client.send({WebMethod::Get, url, {}, {}, 100}).error().code == Errc::BadValue);
    }
    // Nobody listens at port 1.
    CHECK(client.send({WebMethod::Get, "https://127.0.0.1:1/", {}, {}, 100}).error().code ==
          Errc::Unavailable);
}

TEST_CASE("web: what is no call of ours is refused", "[web]") {
    const Served served(echo);
    const auto port = served.server->port();
    CHECK(talk(port, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n").find("405") != std::string::npos);
    CHECK(
        talk(port, "GET /" + std::string(1100, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n").find("400") !=
        std::string::npos);
    (void)talk(port, "GET /" + std::string(100'000, 'a'));  // no answer, or a refusal
    (void)talk(port, std::string(1000, '\0'));
    CurlClient client({});
    CHECK(client.send({WebMethod::Get, served.url("/"), {}, {}, 100}));  // it still serves
}

TEST_CASE("web: ranges in the one form that is taken", "[web]") {
    const auto range = read_range("bytes=0-99");
    REQUIRE(range);
    CHECK(range->first == 0);
    CHECK(range->last == 99);
    for (const auto* text : {"", "bytes=", "bytes=1-", "bytes=-5", "bytes=9-3", "bytes=0-1,3-4",
                             "items=0-1", "bytes=a-b", "bytes=0-99999999999999999999999"})
        CHECK_FALSE(read_range(text));
}
