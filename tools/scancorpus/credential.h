// The sample certificate behind the corpus' symbols.
#pragma once

#include <string_view>

namespace outpost::corpus {

/// The JSON text of assets/samples/credentials/v3-dose1-rsa.json, compiled in.
std::string_view corpus_credential();

}  // namespace outpost::corpus
