#include "tests/support/certificates.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

namespace outpost::tests {

namespace {

void run(const std::string& command) {
    INFO(command);
    REQUIRE(std::system((command + " >/dev/null 2>&1").c_str()) == 0);
}

Bytes bytes_in(const std::string& path) {
    return to_bytes(as_bytes(read_text(path)));
}

}  // namespace

CertificateMaker::CertificateMaker(const std::string& country) {
    std::ofstream(path("ca.cnf")) << "[ca]\ndefault_ca = own\n[own]\ndatabase = " +
                                         path("index.txt") + "\nserial = " + path("serial") +
                                         "\ndefault_md = sha256\ndefault_crl_days = 30\n"
                                         "default_days = 365\n";
    std::ofstream(path("index.txt")).flush();
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 "
        "-subj '/C=" +
        country +
        "/CN=CSCA' -addext basicConstraints=critical,CA:TRUE "
        "-addext keyUsage=critical,keyCertSign,cRLSign -keyout " +
        path("ca.key") + " -out " + path("ca.pem"));
}

Bytes CertificateMaker::authority() const {
    return bytes_in(path("ca.pem"));
}

Bytes CertificateMaker::signer(const std::string& country) const {
    const auto name = path("signer" + std::to_string(++made_));
    run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/C=" + country +
        "/CN=DSC' -keyout " + name + ".key -out " + name + ".csr");
    run("openssl x509 -req -in " + name + ".csr -CA " + path("ca.pem") + " -CAkey " +
        path("ca.key") + " -set_serial " + std::to_string(1000 + made_) + " -days 365 -out " +
        name + ".pem");
    return bytes_in(name + ".pem");
}

Bytes CertificateMaker::crl_of(const std::vector<Bytes>& withdrawn) const {
    for (const auto& pem : withdrawn) {
        std::ofstream(path("withdrawn.pem")) << as_text(pem);
        run("openssl ca -config " + path("ca.cnf") + " -cert " + path("ca.pem") + " -keyfile " +
            path("ca.key") + " -revoke " + path("withdrawn.pem"));
    }
    run("openssl ca -config " + path("ca.cnf") + " -cert " + path("ca.pem") + " -keyfile " +
        path("ca.key") + " -gencrl -out " + path("crl.pem"));
    return bytes_in(path("crl.pem"));
}

Bytes CertificateMaker::der_of(const Bytes& pem) const {
    std::ofstream(path("any.pem")) << as_text(pem);
    run("openssl x509 -in " + path("any.pem") + " -outform DER -out " + path("any.der"));
    return bytes_in(path("any.der"));
}

}  // namespace outpost::tests
