// Issuing: what one request costs on its way to a signed credential and a page.
#include "assets/shipped_contexts.h"
#include "core/crypto/signing_key.h"
#include "core/issuing/certificate_signer.h"
#include "core/issuing/item_check.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "drivers/clock/system_clock.h"
#include "drivers/page/cairo_page_writer.h"
#include "drivers/picture/pdf_box_rasteriser.h"
#include "drivers/random/sodium_random.h"
#include "drivers/symbolwriter/qrencode_symbol_writer.h"
#include "firmware-app/decoder/frame_readers.h"
#include "firmware-app/runtime/page_maker.h"
#include "tests/support/files.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <optional>

namespace {

using namespace outpost;

constexpr UtcInstant at{3'786'000'000'000};

profile::Profile shipped_profile() {
    std::vector<profile::ProfileFault> faults;
    const auto folder = tests::source_dir() / "assets/profiles/vaccination";
    auto profile = profile::Profile::load(
        [folder](const std::string& name) -> Result<std::string> {
            return tests::read_text(folder / name);
        },
        faults);
    return std::move(profile).value();
}

/// A profile, a key, and a signer that borrows from both.
class Issuer {
  public:
    explicit Issuer(crypto::SigningKey key) : profile(shipped_profile()), key_(std::move(key)) {
        const proof::KeyFile file{
            "did:example:bench", "https://divoc.dev/", key_.public_key(), {}, {}};
        signer_.emplace(
            issuing::CertificateSigner::make(profile, key_, file, shipped_context_set().value())
                .value());
        const auto sample = json::read(profile.sample_request());
        const auto& root = sample->root();
        request = json::write(root.is_array() ? root.items().front() : root);
    }
    Issuer(const Issuer&) = delete;
    Issuer& operator=(const Issuer&) = delete;

    /// The whole way of one request, the journal and the page left out.
    std::string issue() {
        const auto& kind = *profile.kind("certify-v3");
        const auto checked = issuing::check_item(profile, kind, request, at);
        if (!checked.errors.empty()) return {};
        const auto item = json::read(checked.json);
        const auto size = signer_->payload_bytes_max(kind, item->root(), at, PayloadForm::Divoc);
        benchmark::DoNotOptimize(size);
        return signer_->sign({&kind, &item->root(), "100100000014", at}).value();
    }

    profile::Profile profile;
    std::string request;

  private:
    crypto::SigningKey key_;
    std::optional<issuing::CertificateSigner> signer_;
};

crypto::SigningKey ed25519_key() {
    SodiumRandom random;
    return crypto::SigningKey::generate_ed25519(random);
}

void request_to_credential_ed25519(benchmark::State& state) {
    Issuer issuer(ed25519_key());
    for (auto _ : state) benchmark::DoNotOptimize(issuer.issue());
}
BENCHMARK(request_to_credential_ed25519)->Unit(benchmark::kMicrosecond);

void request_to_credential_rsa(benchmark::State& state) {
    Issuer issuer(crypto::SigningKey::generate_rsa().value());
    for (auto _ : state) benchmark::DoNotOptimize(issuer.issue());
}
BENCHMARK(request_to_credential_rsa)->Unit(benchmark::kMicrosecond);

void request_schema_alone(benchmark::State& state) {
    const Issuer issuer(ed25519_key());
    const auto& kind = *issuer.profile.kind("certify-v3");
    for (auto _ : state)
        benchmark::DoNotOptimize(issuer.profile.check_request(kind, issuer.request));
}
BENCHMARK(request_schema_alone)->Unit(benchmark::kMicrosecond);

runtime::PageTools page_tools() {
    static const SystemClock clock;
    return {std::make_unique<QrencodeSymbolWriter>(), std::make_unique<CairoPageWriter>(),
            std::make_unique<PdfBoxRasteriser>(), decoder::make_frame_reader(clock)};
}

runtime::PageJob job_of(Issuer& issuer) {
    runtime::PageJob job;
    job.certificate_id = "100100000014";
    job.credential_json = issuer.issue();
    job.request_json = issuer.request;
    job.issued_at = at;
    return job;
}

/// Symbol, page and PDF; the readback left out, which another process does.
void page_drawn(benchmark::State& state) {
    Issuer issuer(ed25519_key());
    const auto& layout = issuer.profile.layouts()[static_cast<std::size_t>(state.range(0))];
    runtime::PageMaker maker(issuer.profile, layout, page_tools());
    const auto job = job_of(issuer);
    for (auto _ : state) benchmark::DoNotOptimize(maker.draw_pdf(job));
    state.SetLabel(layout.name);
}
BENCHMARK(page_drawn)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

/// The same with symbol picture and readback: processor time of this process alone, so look at the
/// wall clock's column.
void page_read_back(benchmark::State& state) {
    Issuer issuer(ed25519_key());
    const auto& layout = issuer.profile.layouts()[static_cast<std::size_t>(state.range(0))];
    runtime::PageMaker maker(issuer.profile, layout, page_tools());
    const auto job = job_of(issuer);
    for (auto _ : state) benchmark::DoNotOptimize(maker.make(job));
    state.SetLabel(layout.name);
}
BENCHMARK(page_read_back)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace
