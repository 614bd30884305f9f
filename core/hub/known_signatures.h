// What a stolen key had signed before it was stolen, as far as the hub had it by then.
#pragma once

#include "core/crypto/own_box.h"
#include "core/hub/ledger.h"
#include "core/trust/withdrawal.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace outpost::hub {

struct KnownSignatures {
    std::vector<trust::SignatureMark> known;  // ascending, each once
    std::int64_t later = 0;                   // of the same key, in exports that came afterwards
};

/// Of certificates in exports that the hub took before `from`, by its own clock: what came
/// afterwards may be a thief's, whatever its dates.
/// @param verification_method  the key's id, as proofs name it
/// @error those of the ledger and of open_kept(); BadSyntax (a credential that cannot be read)
Result<KnownSignatures> known_signatures(Ledger& ledger, const crypto::OwnBox& box,
                                         std::string_view verification_method, UtcInstant from);

}  // namespace outpost::hub
