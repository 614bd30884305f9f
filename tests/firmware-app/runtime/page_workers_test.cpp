#include "firmware-app/runtime/page_workers.h"

#include <catch2/catch.hpp>

using namespace outpost;

TEST_CASE("page workers: nothing is made before the first job", "[runtime]") {
    int made = 0;
    {
        const runtime::PageWorkers workers(4, [&]() -> std::unique_ptr<runtime::PageMaker> {
            ++made;
            return nullptr;
        });
    }
    CHECK(made == 0);
}
