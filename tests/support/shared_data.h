// The public test vectors that lie beside a developer's checkout; a user's clone has none.
#pragma once

#include <filesystem>

namespace outpost::tests {

/// The folder with `vectors/` and `divoc-samples/`: $OUTPOST_SHARED_DIR or the configured one.
std::filesystem::path shared_dir();

/// True when the folder is there. When it is not, says so on stderr and names what is skipped:
///     if (!shared_data_present("W3C rdf-canon")) return;
/// Programs that consist of such tests only exit with skip_exit_code instead.
bool shared_data_present(const char* what_is_skipped);

}  // namespace outpost::tests
