#include "core/hub/known_signatures.h"

#include "core/hub/certificate_request.h"
#include "core/hub/kept_certificate.h"
#include "core/json/reader.h"
#include "core/proof/proof.h"

#include <algorithm>

namespace outpost::hub {

Result<KnownSignatures> known_signatures(Ledger& ledger, const crypto::OwnBox& box,
                                         std::string_view verification_method, UtcInstant from) {
    KnownSignatures found;
    OUTPOST_TRY_VOID(ledger.each_certificate([&](const LedgerCertificate& row) -> Result<void> {
        OUTPOST_TRY(const auto content, open_kept(row.kept, row.message_id, box));
        OUTPOST_TRY(const auto document, json::read(content.credential_json, request_limits));
        proof::ProofFault fault{};
        const auto record = proof::read_proof(document.root(), fault);
        if (!record) return Error{Errc::BadSyntax, 0, "the proof of a certificate"};
        if (record->verification_method != verification_method) return {};
        if (row.taken_at < from)
            found.known.push_back(trust::mark_of(record->signature));
        else
            ++found.later;
        return {};
    }));
    std::sort(found.known.begin(), found.known.end());
    found.known.erase(std::unique(found.known.begin(), found.known.end()), found.known.end());
    return found;
}

}  // namespace outpost::hub
