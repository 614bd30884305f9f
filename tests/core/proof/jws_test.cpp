// Detached JWS: the two exact headers, nothing between the dots, one spelling of the signature.
#include "core/proof/jws.h"

#include "core/bytes/base64.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using proof::DetachedJws;
using proof::JwsAlgorithm;
using proof::ProofFault;

namespace {

std::string fault_of(std::string_view text) {
    DetachedJws jws;
    return std::string(proof::fault_name(proof::parse_detached_jws(text, jws)));
}

std::string encoded(std::string_view header) {
    return bytes::encode_base64url(as_bytes(header));
}

Bytes counting(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + 3);
    return bytes;
}

const std::string ed_text = proof::write_detached_jws(JwsAlgorithm::EdDsa, counting(64));
const std::string rsa_text = proof::write_detached_jws(JwsAlgorithm::Ps256, counting(256));

}  // namespace

TEST_CASE("jws: what is written is read back", "[proof]") {
    CHECK(proof::jws_header(JwsAlgorithm::Ps256) ==
          encoded(R"({"alg":"PS256","b64":false,"crit":["b64"]})"));
    CHECK(proof::jws_header(JwsAlgorithm::EdDsa) ==
          encoded(R"({"alg":"EdDSA","b64":false,"crit":["b64"]})"));
    CHECK(ed_text.size() == 56 + 2 + 86);
    CHECK(rsa_text.size() == 56 + 2 + 342);
    DetachedJws jws;
    REQUIRE(proof::parse_detached_jws(ed_text, jws) == ProofFault::None);
    CHECK(jws.algorithm == JwsAlgorithm::EdDsa);
    CHECK(jws.signature == counting(64));
    REQUIRE(proof::parse_detached_jws(rsa_text, jws) == ProofFault::None);
    CHECK(jws.algorithm == JwsAlgorithm::Ps256);
    CHECK(jws.signature == counting(256));
}

TEST_CASE("jws: parts and dots", "[proof]") {
    const std::string header(proof::jws_header(JwsAlgorithm::EdDsa));
    const std::string signature = bytes::encode_base64url(counting(64));
    CHECK(fault_of("") == "jws_malformed");
    CHECK(fault_of(".") == "jws_malformed");
    CHECK(fault_of("..") == "jws_malformed");
    CHECK(fault_of(header) == "jws_malformed");
    CHECK(fault_of(header + "." + signature) == "jws_malformed");
    CHECK(fault_of(header + ".." + signature) == "none");
    CHECK(fault_of(header + "..." + signature) == "jws_malformed");
    CHECK(fault_of(header + ".e30." + signature) == "jws_malformed");
    CHECK(fault_of(header + ".." + signature + ".") == "jws_malformed");
    CHECK(fault_of(header + ".." + signature + ".AAAA") == "jws_malformed");
    CHECK(fault_of(".." + signature) == "jws_malformed");
    CHECK(fault_of(header + "..") == "signature_length");
    CHECK(fault_of(" " + header + ".." + signature) == "jws_malformed");
    CHECK(fault_of(header + ".." + signature + " ") == "jws_malformed");
    CHECK(fault_of(header + ".." + signature + "\n") == "jws_malformed");
    CHECK(fault_of(std::string(proof::jws_chars_max + 1, 'A')) == "jws_malformed");
}

TEST_CASE("jws: the signature has one spelling", "[proof]") {
    const std::string header(proof::jws_header(JwsAlgorithm::EdDsa));
    const std::string signature = bytes::encode_base64url(counting(64));
    REQUIRE(signature.back() == 'A');  // its last 4 bits are unused, and zero
    std::string trailing_bits = signature;
    trailing_bits.back() = 'B';
    CHECK(fault_of(header + ".." + trailing_bits) == "jws_malformed");
    CHECK(fault_of(header + ".." + signature + "==") == "jws_malformed");
    std::string white_space = signature;
    white_space.insert(40, "\n");
    CHECK(fault_of(header + ".." + white_space) == "jws_malformed");
    const Bytes all_ones(64, 0xff);  // "/" in plain base64, "_" in base64url
    CHECK(fault_of(header + ".." + bytes::encode_base64url(all_ones)) == "none");
    std::string plain = bytes::encode_base64(all_ones);
    plain.resize(86);
    CHECK(fault_of(header + ".." + plain) == "jws_malformed");
}

TEST_CASE("jws: only the two exact headers", "[proof]") {
    const std::string tail = ".." + bytes::encode_base64url(counting(64));
    for (const char* header :
         {R"({"alg":"none","b64":false,"crit":["b64"]})", R"({"alg":"none"})", R"({"alg":"EdDSA"})",
          R"({"alg":"RS256","b64":false,"crit":["b64"]})",
          R"({"alg":"EdDSA","b64":true,"crit":["b64"]})",
          R"({"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"k"})",
          R"({"alg":"EdDSA", "b64":false,"crit":["b64"]})",
          R"({"b64":false,"alg":"EdDSA","crit":["b64"]})",
          R"({"alg":"eddsa","b64":false,"crit":["b64"]})", "{}", "x"})
        CHECK(fault_of(encoded(header) + tail) == "jws_header");
    // The last character of the right header carries no unused bits; a longer one is another text.
    CHECK(fault_of(std::string(proof::jws_header(JwsAlgorithm::EdDsa)) + "AAAA" + tail) ==
          "jws_header");
    CHECK(fault_of("e30=" + tail) == "jws_malformed");
}

TEST_CASE("jws: signature lengths", "[proof]") {
    for (const auto& [algorithm, size, fault] :
         {std::tuple{JwsAlgorithm::EdDsa, 63, "signature_length"},
          std::tuple{JwsAlgorithm::EdDsa, 65, "signature_length"},
          std::tuple{JwsAlgorithm::EdDsa, 256, "signature_length"},
          std::tuple{JwsAlgorithm::Ps256, 64, "signature_length"},
          std::tuple{JwsAlgorithm::Ps256, 255, "signature_length"},
          std::tuple{JwsAlgorithm::Ps256, 384, "none"},
          std::tuple{JwsAlgorithm::Ps256, 512, "none"},
          std::tuple{JwsAlgorithm::Ps256, 513, "jws_malformed"}}) {
        const Bytes signature = counting(static_cast<std::size_t>(size));
        CHECK(fault_of(proof::write_detached_jws(algorithm, signature)) == fault);
    }
}

TEST_CASE("jws: truncations and flipped bits are noticed or change the signature", "[proof]") {
    for (std::size_t length = 0; length < ed_text.size(); ++length)
        CHECK(fault_of(ed_text.substr(0, length)) != "none");
    for (std::size_t bit = 0; bit < ed_text.size() * 8; ++bit) {
        std::string changed = ed_text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        DetachedJws jws;
        if (proof::parse_detached_jws(changed, jws) == ProofFault::None)
            CHECK(jws.signature != counting(64));
    }
}
