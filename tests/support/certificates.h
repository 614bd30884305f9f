// A country's certificates for tests, made anew by the openssl tool: an authority, signers, CRLs.
#pragma once

#include "core/base/bytes.h"
#include "tests/support/files.h"

#include <string>
#include <vector>

namespace outpost::tests {

class CertificateMaker {
  public:
    /// @param country  of the authority; the name is the same for all of one country
    explicit CertificateMaker(const std::string& country = "UT");

    /// All are PEM.
    [[nodiscard]] Bytes authority() const;
    [[nodiscard]] Bytes signer(const std::string& country) const;
    [[nodiscard]] Bytes crl_of(const std::vector<Bytes>& withdrawn) const;
    [[nodiscard]] Bytes der_of(const Bytes& pem) const;

  private:
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_.path() / name).string();
    }
    TemporaryFolder folder_;
    mutable int made_ = 0;
};

}  // namespace outpost::tests
