// Does the verifier on this machine tell a good certificate from an altered one?
#pragma once

#include "core/rdf/context_set.h"
#include "core/verify/verifier.h"

#include <memory>

namespace outpost::station {

/// True when a certificate of our own is accepted and the same with one letter changed is rejected.
bool verifier_works(std::shared_ptr<const rdf::ContextSet> contexts);

}  // namespace outpost::station
