#include "tools/outpost/profile_sample.h"

#include "core/issuing/item_check.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/context_folder.h"

#include <array>

namespace outpost::tools {

namespace {

constexpr const char* sample_id = "100000000009";
constexpr const char* sample_method = "did:outpost:sample#key";
constexpr const char* sample_kind = "certify-v3";

/// The first item of an array, or the object itself.
Result<std::string> first_item(const std::string& text) {
    OUTPOST_TRY(const auto document, json::read(text));
    const auto& root = document.root();
    if (!root.is_array()) return text;
    if (root.items().empty()) return Error{Errc::BadValue, 0, "the sample is an empty array"};
    return json::write(root.items().front());
}

}  // namespace

std::optional<SampleCertificate> issue_sample(const profile::Profile& profile,
                                              const std::string& folder, const std::string& request,
                                              const station::IssuePorts& ports,
                                              std::vector<SampleFault>& faults,
                                              const station::Console& console) {
    const auto fail = [&](const std::string& what,
                          const Error& error) -> std::optional<SampleCertificate> {
        faults.push_back({{}, what + ": " + station::words_for(error)});
        return std::nullopt;
    };
    const auto* kind = profile.kind(sample_kind);
    if (kind == nullptr) return fail("the profile", {Errc::NotFound, 0, "no requests certify-v3"});
    const auto text = first_item(request);
    if (!text) return fail("the request", text.error());

    SampleCertificate sample;
    sample.certificate_id = sample_id;
    sample.issued_at = ports.state.clock.now();
    auto checked = issuing::check_item(profile, *kind, *text, sample.issued_at);
    for (const auto& error : checked.errors) faults.push_back({error.path, error.text});
    if (!faults.empty()) return std::nullopt;
    sample.request_json = checked.json;

    const std::array folders{folder + "/contexts"};
    auto contexts = station::contexts_with_folders(ports.state.files, folders,
                                                   station::ShippedUrls::Fixed, console);
    if (contexts == nullptr) return fail("contexts", {Errc::BadValue, 0, "cannot be used"});
    const auto key = crypto::SigningKey::generate_ed25519(ports.state.random);
    const proof::KeyFile key_file{sample_method, profile.issuer().issuer, key.public_key(), {}, {}};
    auto signer = issuing::CertificateSigner::make(profile, key, key_file, contexts);
    if (!signer) return fail("signing", signer.error());
    const auto item = json::read(sample.request_json);
    auto credential = signer->sign({kind, &item->root(), sample.certificate_id, sample.issued_at});
    if (!credential) return fail("the sample cannot be issued", credential.error());
    sample.credential_json = std::move(credential).value();
    return sample;
}

}  // namespace outpost::tools
