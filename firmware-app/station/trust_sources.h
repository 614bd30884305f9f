// What --trust names: loose keys, signed bundles, folders of imported bundles.
#pragma once

#include "core/policy/policy.h"
#include "core/ports/file_store.h"
#include "core/revocation/status.h"
#include "core/trust/snapshot.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/options.h"

#include <memory>
#include <optional>
#include <vector>

namespace outpost::station {

struct TrustSources {
    std::shared_ptr<const trust::TrustSnapshot> snapshot;
    /// Lists that came in bundles.
    std::vector<std::shared_ptr<const revocation::StatusSource>> revocations;
    std::optional<policy::Policy> policy;  // that came in a bundle
};

/// Loads every source of the arguments; says on stderr what is wrong or was passed over.
/// @return nothing when a source cannot be used
std::optional<TrustSources> load_trust_sources(const CheckArguments& arguments, FileStore& files,
                                               const Console& console);

}  // namespace outpost::station
