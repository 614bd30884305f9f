// The database port on SQLite: one file, write-ahead log, every commit synced.
#include "drivers/database/sqlite_database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace outpost {

namespace {

constexpr int busy_timeout_ms = 250;
constexpr mode_t owner_only = 0600;

Error error_of(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return {Errc::Duplicate, 0, "stands in the database already"};
        default:
            break;
    }
    switch (extended_code & 0xff) {
        case SQLITE_FULL:
            return {Errc::Io, 0, "the disk is full"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {Errc::Io, 0, "the database may not be written"};
        case SQLITE_CANTOPEN:
            return {Errc::Io, 0, "cannot open the database"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Errc::Io, 0, "the database is damaged"};
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
            return {Errc::Io, 0, "cannot read or write the database"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return {Errc::Unavailable, 0, "another process holds the database"};
        default:
            return {Errc::BadSyntax, 0, "statement of the database"};
    }
}

/// SQLite would make the file with the mode that the umask leaves; what lies in it is personal.
Result<void> make_file(const std::string& path) {
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    const int file = ::open(path.c_str(), flags, owner_only);
    if (file >= 0) {
        ::close(file);
        return {};
    }
    struct stat facts {};
    if (errno != EEXIST || ::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return Error{Errc::Io, 0, "cannot open the database"};
    if ((facts.st_mode & 07777 & ~owner_only) == 0) return {};
    if (::chmod(path.c_str(), owner_only) != 0)
        return Error{Errc::Io, 0, "cannot make the database its owner's alone"};
    return {};
}

struct Binder {
    sqlite3_stmt* statement;
    int column;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, column); }
    int operator()(std::int64_t number) const {
        return sqlite3_bind_int64(statement, column, number);
    }
    // The caller's bytes outlive the run of the statement: nothing is copied. A view without bytes
    // must have an address, or it would become NULL.
    int operator()(std::string_view text) const {
        return sqlite3_bind_text64(statement, column, text.data() == nullptr ? "" : text.data(),
                                   text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(ByteView bytes) const {
        if (bytes.empty()) return sqlite3_bind_zeroblob(statement, column, 0);
        return sqlite3_bind_blob64(statement, column, bytes.data(), bytes.size(), SQLITE_STATIC);
    }
};

class StatementRow final : public SqlRow {
  public:
    explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}

    [[nodiscard]] bool is_null(std::size_t column) const override {
        return sqlite3_column_type(statement_, index(column)) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(std::size_t column) const override {
        return sqlite3_column_int64(statement_, index(column));
    }
    [[nodiscard]] std::string_view text(std::size_t column) const override {
        return as_text(bytes_of(column, sqlite3_column_text(statement_, index(column))));
    }
    [[nodiscard]] ByteView blob(std::size_t column) const override {
        return bytes_of(column, sqlite3_column_blob(statement_, index(column)));
    }

  private:
    [[nodiscard]] int index(std::size_t column) const {
        OUTPOST_CHECK(column < static_cast<std::size_t>(sqlite3_column_count(statement_)));
        return static_cast<int>(column);
    }
    [[nodiscard]] ByteView bytes_of(std::size_t column, const void* start) const {
        const auto size = sqlite3_column_bytes(statement_, index(column));
        if (start == nullptr || size <= 0) return {};
        return {static_cast<const std::uint8_t*>(start), static_cast<std::size_t>(size)};
    }

    sqlite3_stmt* statement_;
};

/// An empty name is a temporary database for SQLite, and ':' begins its special names.
bool is_plain_name(const std::string& path) {
    return !path.empty() && path.front() != ':' && path.find('\0') == std::string::npos;
}

/// The file as one that nobody changes: no log, no locks, no helper files.
std::string immutable_name(const std::string& path) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name = path.front() == '/' ? "file://" : "file:";
    for (const char character : path) {
        const auto byte = static_cast<unsigned char>(character);
        if (plain.find(character) != std::string_view::npos)
            name += character;
        else
            (name += '%') += {digits[byte >> 4U], digits[byte & 15U]};
    }
    return name + "?immutable=1";
}

bool set_defences(sqlite3* database) {
    struct Setting {
        int option;
        int value;
    };
    constexpr std::array<Setting, 6> settings = {{{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                                  {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                                  {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                                  {SQLITE_DBCONFIG_DQS_DDL, 0},
                                                  {SQLITE_DBCONFIG_DQS_DML, 0},
                                                  {SQLITE_DBCONFIG_ENABLE_VIEW, 0}}};
    for (const auto& setting : settings) {
        int is_set = -1;
        if (sqlite3_db_config(database, setting.option, setting.value, &is_set) != SQLITE_OK ||
            is_set != setting.value)
            return false;
    }
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, database_value_bytes_max);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    return sqlite3_busy_timeout(database, busy_timeout_ms) == SQLITE_OK;
}

}  // namespace

void SqliteDatabase::CloseDatabase::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

void SqliteDatabase::FinalizeStatement::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open_with(const std::string& name,
                                                                  int flags,
                                                                  const std::string& vfs_name,
                                                                  bool is_for_reading) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        vfs_name.empty() ? nullptr : vfs_name.c_str());
    std::unique_ptr<sqlite3, CloseDatabase> database(opened);  // also after a failure
    if (code != SQLITE_OK) {
        const auto error = error_of(code);
        return error.code == Errc::BadSyntax ? Error{Errc::Io, 0, "cannot open the database"}
                                             : error;
    }
    if (!set_defences(database.get()))
        return Error{Errc::Io, 0, "the database library lacks a setting"};
    return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(std::move(database), is_for_reading));
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path,
                                                             const std::string& vfs_name) {
    if (!is_plain_name(path)) return Error{Errc::Io, 0, "no such file name"};
    OUTPOST_TRY_VOID(make_file(path));
    OUTPOST_TRY(auto made, open_with(path, SQLITE_OPEN_READWRITE, vfs_name, false));
    OUTPOST_TRY_VOID(made->configure());
    return made;
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open_for_reading(const std::string& path) {
    struct stat facts {};
    if (!is_plain_name(path) || ::stat(path.c_str(), &facts) != 0)
        return Error{Errc::NotFound, 0, "no such database"};
    if (!S_ISREG(facts.st_mode)) return Error{Errc::Io, 0, "cannot open the database"};
    OUTPOST_TRY(auto made, open_with(path, SQLITE_OPEN_READONLY, {}, true));
    auto begun = made->begin_reading();
    if (begun) return made;
    const int code = sqlite3_errcode(made->database_.get()) & 0xff;  // extended codes are on
    made.reset();
    // The helper files of the log can neither be found nor made: a folder that takes no writing.
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return begun.error();
    const auto log = path + "-wal";
    if (::stat(log.c_str(), &facts) == 0 && facts.st_size > 0)
        return Error{Errc::Unsupported, 0,
                     "its last changes lie in a log that a read-only folder cannot take up: copy "
                     "the folder to where it can be written"};
    OUTPOST_TRY(made,
                open_with(immutable_name(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, {}, true));
    OUTPOST_TRY_VOID(made->begin_reading());
    return made;
}

// One transaction for the object's whole life: what a writer does meanwhile is not seen in part.
Result<void> SqliteDatabase::begin_reading() {
    const auto ignore = [](const SqlRow&) { return false; };
    for (const char* setting : {"PRAGMA temp_store = MEMORY", "PRAGMA mmap_size = 0",
                                "PRAGMA cache_size = -8192", "PRAGMA cell_size_check = ON"})
        OUTPOST_TRY_VOID(query(setting, {}, ignore));
    statements_.clear();
    OUTPOST_TRY_VOID(run("BEGIN"));
    return query("SELECT count(*) FROM sqlite_master", {}, ignore);
}

SqliteDatabase::~SqliteDatabase() {
    // Without it a process that is killed later would leave purged content in the log. When it
    // fails, nothing is lost: the next one that opens the file finds the log.
    if (!is_for_reading_) static_cast<void>(checkpoint());
}

Result<void> SqliteDatabase::configure() {
    std::string mode;
    const auto keep_mode = [&](const SqlRow& row) {
        mode = row.text(0);
        return true;
    };
    // secure_delete overwrites what is deleted; FULL syncs the log at each commit, not only at
    // checkpoints; temp_store keeps sorted content out of temporary files.
    OUTPOST_TRY_VOID(query("PRAGMA secure_delete = ON", {}, keep_mode));
    if (mode != "1") return Error{Errc::Io, 0, "the database library lacks a setting"};
    OUTPOST_TRY_VOID(query("PRAGMA journal_mode = WAL", {}, keep_mode));
    if (mode != "wal") return Error{Errc::Io, 0, "the database takes no write-ahead log"};
    for (const char* setting :
         {"PRAGMA synchronous = FULL", "PRAGMA temp_store = MEMORY", "PRAGMA mmap_size = 0",
          "PRAGMA cache_size = -8192", "PRAGMA cell_size_check = ON",
          "PRAGMA journal_size_limit = 8388608"})
        OUTPOST_TRY_VOID(query(setting, {}, keep_mode));
    statements_.clear();  // the settings are not asked again
    return {};
}

Error SqliteDatabase::last_error() const {
    return error_of(sqlite3_extended_errcode(database_.get()));
}

Result<SqliteDatabase::Statement> SqliteDatabase::take_statement(std::string_view sql,
                                                                 std::span<const SqlValue> values) {
    Statement statement;
    if (auto kept = statements_.extract(std::string(sql)); !kept.empty()) {
        statement = std::move(kept.mapped());
    } else {
        sqlite3_stmt* prepared = nullptr;
        const char* rest = nullptr;
        const int size = static_cast<int>(std::min<std::size_t>(sql.size(), 1'000'000));
        const int code = sqlite3_prepare_v3(database_.get(), sql.data(), size,
                                            SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
        statement.reset(prepared);
        if (code != SQLITE_OK) return last_error();
        // A second statement behind the first would silently not run.
        if (prepared == nullptr || rest != sql.data() + sql.size())
            return Error{Errc::BadSyntax, 0, "not one statement"};
    }
    if (values.size() != static_cast<std::size_t>(sqlite3_bind_parameter_count(statement.get())))
        return Error{Errc::BadSyntax, 0, "number of the statement's values"};
    int column = 0;
    for (const auto& value : values)
        if (std::visit(Binder{statement.get(), ++column}, value) != SQLITE_OK) return last_error();
    return statement;
}

void SqliteDatabase::give_back(std::string_view sql, Statement statement) {
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());  // the bytes they point to go with the caller
    if (statements_.size() >= prepared_statements_max) statements_.clear();
    statements_.insert_or_assign(std::string(sql), std::move(statement));
}

Result<void> SqliteDatabase::query(std::string_view sql, std::span<const SqlValue> values,
                                   const std::function<bool(const SqlRow&)>& each) {
    // While it runs, the statement is out of the store: `each` may run the same text again.
    OUTPOST_TRY(auto statement, take_statement(sql, values));
    const StatementRow row(statement.get());
    int code = sqlite3_step(statement.get());
    while (code == SQLITE_ROW && each(row)) code = sqlite3_step(statement.get());
    const bool is_good = code == SQLITE_DONE || code == SQLITE_ROW;
    const Error error = is_good ? Error{} : error_of(code);
    give_back(sql, std::move(statement));
    if (!is_good) return error;
    return {};
}

Result<void> SqliteDatabase::run(std::string_view sql, std::span<const SqlValue> values) {
    OUTPOST_TRY(auto statement, take_statement(sql, values));
    const int code = sqlite3_step(statement.get());
    const Error error =
        code == SQLITE_ROW ? Error{Errc::BadSyntax, 0, "the statement gives rows"} : error_of(code);
    give_back(sql, std::move(statement));
    if (code != SQLITE_DONE) return error;
    return {};
}

Result<void> SqliteDatabase::transaction(const std::function<Result<void>()>& work) {
    if (sqlite3_get_autocommit(database_.get()) == 0)
        return Error{Errc::BadSyntax, 0, "a transaction inside a transaction"};
    OUTPOST_TRY_VOID(run("BEGIN IMMEDIATE"));
    auto done = work();
    if (done) done = run("COMMIT");
    if (done) return done;
    // Some failures end the transaction by themselves.
    if (sqlite3_get_autocommit(database_.get()) == 0) static_cast<void>(run("ROLLBACK"));
    // A ROLLBACK that fails would leave the connection inside the transaction for ever.
    OUTPOST_CHECK(sqlite3_get_autocommit(database_.get()) != 0);
    return done;
}

std::int64_t SqliteDatabase::last_row() const {
    return sqlite3_last_insert_rowid(database_.get());
}

Result<void> SqliteDatabase::checkpoint() {
    const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                               nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(code);
    return {};
}

}  // namespace outpost
