// The main of a conformance program: exit code 77 when there is nothing to conform to.
#define CATCH_CONFIG_RUNNER
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

int main(int argc, char** argv) {
    constexpr int skip_exit_code = 77;
    if (!outpost::tests::shared_data_present(argv[0])) return skip_exit_code;
    return Catch::Session().run(argc, argv);
}
