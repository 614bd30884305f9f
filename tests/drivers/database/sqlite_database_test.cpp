#include "drivers/database/sqlite_database.h"

#include "tests/drivers/database/fault_vfs.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

using namespace outpost;
using tests::FaultAction;
namespace fs = std::filesystem;

namespace {

using Values = std::vector<SqlValue>;

std::unique_ptr<SqliteDatabase> open(const std::string& path, const std::string& vfs = {}) {
    auto database = SqliteDatabase::open(path, vfs);
    REQUIRE(database);
    return std::move(database).value();
}

std::string text_of(SqliteDatabase& database, const std::string& sql, const Values& values = {}) {
    std::string text = "no row";
    const auto asked = database.query(sql, values, [&](const SqlRow& row) {
        text = row.is_null(0) ? "null" : std::string(row.text(0));
        return false;
    });
    return asked ? text : std::string(code_name(asked.error().code));
}

struct Fixture {
    tests::TemporaryFolder folder;
    std::string path = (folder.path() / "journal.db").string();
};

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 07777;
}

}  // namespace

TEST_CASE("sqlite: values come back as they went in", "[database]") {
    Fixture f;
    auto database = open(f.path);
    REQUIRE(database->run("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d TEXT)"));
    const std::string text("a\0'\"\xc3\xa9", 6);
    const Bytes blob{0, 255, 7};
    const std::array<SqlValue, 4> values = {std::int64_t{INT64_MIN}, std::string_view(text),
                                            ByteView(blob), std::monostate{}};
    REQUIRE(database->run("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", values));
    CHECK(database->last_row() == 1);
    const std::array<SqlValue, 4> empty = {std::int64_t{0}, std::string_view(), ByteView(),
                                           std::monostate{}};
    REQUIRE(database->run("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", empty));
    int rows = 0;
    REQUIRE(database->query("SELECT * FROM t ORDER BY rowid", {}, [&](const SqlRow& row) {
        if (rows++ == 0) {
            CHECK(row.integer(0) == INT64_MIN);
            CHECK(row.text(1) == text);
            CHECK(to_bytes(row.blob(2)) == blob);
            CHECK(row.is_null(3));
            CHECK(row.text(3).empty());
        } else {
            CHECK_FALSE(row.is_null(1));  // empty is not NULL
            CHECK_FALSE(row.is_null(2));
            CHECK(row.text(1).empty());
            CHECK(row.blob(2).empty());
        }
        return true;
    }));
    CHECK(rows == 2);
}

TEST_CASE("sqlite: settings that the journal counts on", "[database]") {
    Fixture f;
    auto database = open(f.path);
    for (const auto& [name, value] :
         std::array<std::pair<const char*, const char*>, 7>{{{"journal_mode", "wal"},
                                                             {"synchronous", "2"},
                                                             {"foreign_keys", "1"},
                                                             {"secure_delete", "1"},
                                                             {"temp_store", "2"},
                                                             {"trusted_schema", "0"},
                                                             {"cell_size_check", "1"}}})
        CHECK(text_of(*database, std::string("PRAGMA ") + name) == value);
    // Defensive: the schema can not be written as a table; nor can another file be attached.
    REQUIRE(database->run("CREATE TABLE t (a)"));
    REQUIRE(database->query("PRAGMA writable_schema = ON", {}, [](const SqlRow&) { return true; }));
    CHECK_FALSE(database->run("UPDATE sqlite_master SET sql = ''"));
    CHECK_FALSE(database->run("ATTACH ':memory:' AS other"));
}

TEST_CASE("sqlite: errors have their codes", "[database]") {
    Fixture f;
    auto database = open(f.path);
    REQUIRE(database->run("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE NOT NULL)"));
    REQUIRE(database->run("INSERT INTO t VALUES (1, 'x')"));
    CHECK(database->run("INSERT INTO t VALUES (1, 'y')").error().code == Errc::Duplicate);
    CHECK(database->run("INSERT INTO t VALUES (2, 'x')").error().code == Errc::Duplicate);
    CHECK(database->run("INSERT INTO t VALUES (2, NULL)").error().code == Errc::BadSyntax);
    CHECK(database->run("INSERT INTO u VALUES (2)").error().code == Errc::BadSyntax);
    CHECK(database->run("nonsense").error().code == Errc::BadSyntax);
    CHECK(database->run("").error().code == Errc::BadSyntax);
    CHECK(database->run("SELECT 1").error().code == Errc::BadSyntax);
    CHECK(database->run("DELETE FROM t; DELETE FROM t").error().code == Errc::BadSyntax);
    CHECK(database->run("DELETE FROM t WHERE a = ?1").error().code == Errc::BadSyntax);
    CHECK(database->run("DELETE FROM t", Values{std::int64_t{1}}).error().code == Errc::BadSyntax);
    CHECK(text_of(*database, "SELECT count(*) FROM t") == "1");
}

TEST_CASE("sqlite: files that are no database, and paths that are no file", "[database]") {
    Fixture f;
    std::ofstream(f.path) << std::string(8192, 'x');
    CHECK(SqliteDatabase::open(f.path).error().code == Errc::Io);
    CHECK(SqliteDatabase::open(f.folder.path().string()).error().code == Errc::Io);
    CHECK(SqliteDatabase::open(f.path + "/x").error().code == Errc::Io);
    CHECK(SqliteDatabase::open("").error().code == Errc::Io);
    CHECK(SqliteDatabase::open(":memory:").error().code == Errc::Io);
    CHECK(SqliteDatabase::open(std::string("a\0b", 3)).error().code == Errc::Io);
    CHECK(SqliteDatabase::open((f.folder.path() / "new.db").string(), "no-such-vfs").error().code ==
          Errc::Io);
    CHECK(SqliteDatabase::open("/dev/null").error().code == Errc::Io);
}

TEST_CASE("sqlite: the file and its log are their owner's alone", "[database]") {
    Fixture f;
    std::ofstream(f.path).flush();
    REQUIRE(::chmod(f.path.c_str(), 0666) == 0);
    auto database = open(f.path);
    REQUIRE(database->run("CREATE TABLE t (a)"));
    for (const char* suffix : {"", "-wal", "-shm"}) CHECK(mode_of(f.path + suffix) == 0600);
}

TEST_CASE("sqlite: a transaction is everything or nothing", "[database]") {
    Fixture f;
    auto database = open(f.path);
    REQUIRE(database->run("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
    const auto failed = database->transaction([&]() -> Result<void> {
        OUTPOST_TRY_VOID(database->run("INSERT INTO t VALUES (1)"));
        return database->run("INSERT INTO t VALUES (1)");
    });
    CHECK(failed.error().code == Errc::Duplicate);
    CHECK(text_of(*database, "SELECT count(*) FROM t") == "0");
    const auto nested = database->transaction([&]() -> Result<void> {
        OUTPOST_TRY_VOID(database->run("INSERT INTO t VALUES (2)"));
        return database->transaction([] { return Result<void>(); });
    });
    CHECK(nested.error().code == Errc::BadSyntax);
    CHECK(text_of(*database, "SELECT count(*) FROM t") == "0");
    REQUIRE(database->transaction([&] { return database->run("INSERT INTO t VALUES (3)"); }));
    database.reset();
    CHECK(text_of(*open(f.path), "SELECT a FROM t") == "3");
}

TEST_CASE("sqlite: a statement may run inside itself, and many may stay prepared", "[database]") {
    Fixture f;
    auto database = open(f.path);
    int depth = 0;
    const std::function<bool(const SqlRow&)> again = [&](const SqlRow& row) {
        CHECK(row.integer(0) == 5);
        if (++depth < 4) REQUIRE(database->query("SELECT 5", {}, again));
        return true;
    };
    REQUIRE(database->query("SELECT 5", {}, again));
    CHECK(depth == 4);
    for (std::size_t n = 0; n < 3 * prepared_statements_max; ++n)
        CHECK(text_of(*database, "SELECT " + std::to_string(n)) == std::to_string(n));
}

TEST_CASE("sqlite: who comes second waits a moment and is told", "[database]") {
    Fixture f;
    auto first = open(f.path);
    auto second = open(f.path);
    REQUIRE(first->run("CREATE TABLE t (a)"));
    const auto held = first->transaction([&]() -> Result<void> {
        CHECK(second->run("INSERT INTO t VALUES (1)").error().code == Errc::Unavailable);
        return {};
    });
    REQUIRE(held);
    CHECK(second->run("INSERT INTO t VALUES (1)"));
}

TEST_CASE("sqlite: what was purged is in no file after a checkpoint", "[database]") {
    Fixture f;
    const std::string name = "Maria Example, who was here";
    auto database = open(f.path);
    REQUIRE(database->run("CREATE TABLE t (a TEXT)"));
    const std::array<SqlValue, 1> values = {std::string_view(name)};
    for (int n = 0; n < 50; ++n) REQUIRE(database->run("INSERT INTO t VALUES (?1)", values));
    const auto is_found = [&] {
        for (const auto& entry : fs::directory_iterator(f.folder.path()))
            if (tests::read_text(entry.path()).find(name) != std::string::npos) return true;
        return false;
    };
    REQUIRE(is_found());
    REQUIRE(database->run("UPDATE t SET a = NULL"));
    SECTION("asked for") {
        REQUIRE(database->checkpoint());
        CHECK_FALSE(is_found());
        CHECK(fs::file_size(f.path + "-wal") == 0);
    }
    SECTION("at the end") {
        database.reset();
        CHECK_FALSE(is_found());
        CHECK_FALSE(fs::exists(f.path + "-wal"));
    }
}

TEST_CASE("sqlite: a disk that fails gives Io, and the rest stays", "[database][fault]") {
    for (const auto action : {FaultAction::DiskFull, FaultAction::ReadOnly, FaultAction::Failure}) {
        for (std::uint64_t n = 0; n < 12; ++n) {
            CAPTURE(n, static_cast<int>(action));
            Fixture f;
            tests::FaultVfs faults([](std::uint64_t) { return FaultAction::None; });
            {
                auto database = open(f.path, faults.name());
                REQUIRE(database->run("CREATE TABLE t (a INTEGER)"));
                REQUIRE(database->run("INSERT INTO t VALUES (1)"));
                faults.restart(tests::fault_from(n, action));
                const auto second = database->run("INSERT INTO t VALUES (2)");
                if (!second) CHECK(second.error().code == Errc::Io);
                faults.restart([](std::uint64_t) { return FaultAction::None; });
                CHECK(text_of(*database, "SELECT max(a) FROM t") == (second ? "2" : "1"));
                REQUIRE(database->run("INSERT INTO t VALUES (3)"));
            }
            CHECK(text_of(*open(f.path), "SELECT max(a) FROM t") == "3");
        }
    }
}

TEST_CASE("sqlite: a commit is synced before it is told", "[database][fault]") {
    Fixture f;
    tests::FaultVfs faults([](std::uint64_t) { return FaultAction::None; });
    auto database = open(f.path, faults.name());
    REQUIRE(database->run("CREATE TABLE t (a INTEGER)"));
    // The last operation of a commit is the sync: without it the statement fails.
    faults.restart([](std::uint64_t) { return FaultAction::None; });
    REQUIRE(database->run("INSERT INTO t VALUES (1)"));
    const auto operations = faults.operations();
    REQUIRE(operations >= 2);
    faults.restart(tests::fault_at(operations - 1, FaultAction::Failure));
    CHECK(database->run("INSERT INTO t VALUES (2)").error().code == Errc::Io);
}

namespace {

/// Runs the work as an account that may write nothing, in a process of its own. @return its answer
int as_nobody(const std::function<int()>& work) {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) ::_exit(99);
        ::_exit(work());
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/// 0 and the number of rows, or 50 and more: the error's code.
int rows_read(const std::string& path) {
    const auto database = SqliteDatabase::open_for_reading(path);
    if (!database) return 50 + static_cast<int>(database.error().code);
    return text_of(**database, "SELECT count(*) FROM t") == "2" ? 2 : 0;
}

}  // namespace

TEST_CASE("sqlite: read-only folders are read, with a log that must be recovered refused",
          "[database]") {
    Fixture f;
    fs::create_directory(f.folder.path() / "a %41?b#c");
    const auto folder = f.folder.path() / "a %41?b#c";
    const auto path = (folder / "journal.db").string();
    {
        const auto database = open(path);
        REQUIRE(database->run("CREATE TABLE t (a INTEGER)"));
        REQUIRE(database->run("INSERT INTO t VALUES (1), (2)"));
    }
    const auto close_folder = [&](mode_t mode) {
        REQUIRE(::chmod(f.folder.path().c_str(), 0755) == 0);
        REQUIRE(::chmod(path.c_str(), 0444) == 0);
        REQUIRE(::chmod(folder.c_str(), mode) == 0);
    };
    close_folder(0555);
    CHECK(as_nobody([&] { return rows_read(path); }) == 2);
    CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
    // An empty log that a killed process left is no reason to refuse; one with content is.
    REQUIRE(::chmod(folder.c_str(), 0755) == 0);
    std::ofstream(path + "-wal").close();
    close_folder(0555);
    CHECK(as_nobody([&] { return rows_read(path); }) == 2);
    REQUIRE(::chmod(folder.c_str(), 0755) == 0);
    std::ofstream(path + "-wal") << "something";
    close_folder(0555);
    CHECK(as_nobody([&] { return rows_read(path); }) == 50 + static_cast<int>(Errc::Unsupported));
    REQUIRE(::chmod(folder.c_str(), 0755) == 0);
    CHECK(SqliteDatabase::open_for_reading(path + "x").error().code == Errc::NotFound);
    CHECK(SqliteDatabase::open_for_reading("").error().code == Errc::NotFound);
    CHECK(SqliteDatabase::open_for_reading(folder.string()).error().code == Errc::Io);
}

TEST_CASE("sqlite: a reader sees one instant beside a writer, and changes nothing", "[database]") {
    Fixture f;
    const auto writer = open(f.path);
    REQUIRE(writer->run("CREATE TABLE t (a INTEGER)"));
    REQUIRE(writer->run("INSERT INTO t VALUES (1)"));
    const auto reader = SqliteDatabase::open_for_reading(f.path);
    REQUIRE(reader);
    REQUIRE(writer->run("INSERT INTO t VALUES (2)"));
    CHECK(text_of(**reader, "SELECT count(*) FROM t") == "1");
    CHECK(text_of(*writer, "SELECT count(*) FROM t") == "2");
    CHECK((*reader)->run("INSERT INTO t VALUES (3)").error().code == Errc::Io);
    CHECK_FALSE((*reader)->transaction([]() -> Result<void> { return {}; }));
    const auto later = SqliteDatabase::open_for_reading(f.path);
    REQUIRE(later);
    CHECK(text_of(**later, "SELECT count(*) FROM t") == "2");
}
