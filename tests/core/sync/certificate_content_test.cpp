// What the hub gets of one certificate comes out as it went in, or not at all.
#include "core/sync/certificate_content.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::sync;

TEST_CASE("certificate content: packed as the format page says", "[sync]") {
    const CertificateContent content{"100", "certify-v3", "{}", "{\"a\":\"\\u0000\"}"};
    const auto packed = pack(content);
    const std::string expected(
        "\x01\0\0\0\x03"
        "100\0\0\0\x0a"
        "certify-v3\0\0\0\x02{}\0\0\0\x0e",
        1 + 4 * 4 + 3 + 10 + 2);
    CHECK(as_text(packed) == expected + "{\"a\":\"\\u0000\"}");
    const auto back = unpack(packed);
    REQUIRE(back);
    CHECK(back->certificate_id == "100");
    CHECK(back->kind == "certify-v3");
    CHECK(back->request_json == "{}");
    CHECK(back->credential_json == content.credential_json);
}

TEST_CASE("certificate content: every cut and every wrong length is refused", "[sync]") {
    const auto packed = pack({"100", "certify-v3", "{\"request\":1}", "{\"credential\":1}"});
    for (std::size_t size = 0; size < packed.size(); ++size)
        CHECK_FALSE(unpack(ByteView(packed).first(size)));
    auto longer = packed;
    longer.push_back(0);
    CHECK(unpack(longer).error().code == Errc::BadLength);
    for (const std::size_t place : {1U, 2U, 3U, 4U}) {
        auto changed = packed;
        changed[place] = 0xff;
        CHECK(unpack(changed).error().code == Errc::BadLength);
    }
    auto newer = packed;
    newer[0] = 2;
    CHECK(unpack(newer).error().code == Errc::Unsupported);
    CHECK(unpack(pack({"", "certify-v3", "{}", "{}"})).error().code == Errc::BadSyntax);
    CHECK(unpack(pack({"100", "certify-v3", "{}", ""})).error().code == Errc::BadSyntax);
}
