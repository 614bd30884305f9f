#include "core/ports/file_store.h"
#include "drivers/store/posix_file_store.h"
#include "tests/support/files.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

void check_contract(FileStore& store, const std::string& folder) {
    const auto path = folder + "/file";
    const Bytes content{1, 2, 0, 255, 10};

    CHECK(store.read(path, 10).error().code == Errc::NotFound);
    REQUIRE(store.write_atomically(path, content));
    CHECK(*store.read(path, 5) == content);
    CHECK(*store.read(path, 1'000'000) == content);
    CHECK(store.read(path, 4).error().code == Errc::TooLong);
    CHECK(store.read(path, 0).error().code == Errc::TooLong);

    const Bytes large(300'000, 7);
    REQUIRE(store.write_atomically(path, large, true));
    CHECK(*store.read(path, large.size()) == large);
    CHECK(store.read(path, large.size() - 1).error().code == Errc::TooLong);

    REQUIRE(store.write_atomically(path, {}));
    CHECK(store.read(path, 0)->empty());

    REQUIRE(store.write_atomically(folder + "/b", content));
    REQUIRE(store.write_atomically(folder + "/Z", content, true));
    const auto names = store.list(folder);
    REQUIRE(names);
    CHECK(*names == std::vector<std::string>{"Z", "b", "file"});
    CHECK(store.list(folder + "/none").error().code == Errc::NotFound);
    CHECK(store.write_atomically("", content).error().code == Errc::Io);
}

}  // namespace

TEST_CASE("file store contract: POSIX", "[contract]") {
    const tests::TemporaryFolder folder;
    PosixFileStore store;
    check_contract(store, folder.path().string());
}

TEST_CASE("file store contract: memory", "[contract]") {
    tests::MemoryFileStore store;
    check_contract(store, "/memory");
}

TEST_CASE("file store contract: a failing write keeps the old content", "[contract]") {
    tests::MemoryFileStore store;
    store.fail_after(1);
    REQUIRE(store.write_atomically("/m/a", Bytes{1}));
    CHECK(store.write_atomically("/m/a", Bytes{2}).error().code == Errc::Io);
    CHECK(*store.read("/m/a", 10) == Bytes{1});
}
