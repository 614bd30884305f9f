// What the issuing subcommands were asked to do, as plain data. Filled by command_line_issuing.cpp.
#pragma once

#include "firmware-app/station/options.h"
#include "firmware-app/station/sync_desk.h"

#include "tools/outpost/web_arguments.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::tools {

struct IssueArguments {
    station::IssuerArguments issuer;
    std::optional<std::int64_t> kiosk;
    std::string block;  // FIRST-LAST
    std::string kind = "certify-v3";
    std::vector<std::string> queue_signers;
    bool watch = false;
    bool demo = false;
    std::vector<std::string> requests;
};

struct QueueListArguments {
    std::string state;
    bool json = false;
};

struct QueueReleaseArguments {
    station::IssuerArguments issuer;
    std::int64_t number = 0;
};

struct QueueRejectArguments {
    std::string state;
    std::optional<std::string> at;
    std::string reason;
    std::int64_t number = 0;
};

struct PrintArguments {
    station::IssuerArguments issuer;  // no key: nothing is signed
    std::string reason;
    std::string id;
};

struct RevokeArguments {
    std::string state;
    std::optional<std::string> at;
    std::string reason;
    bool all_doses = false;
    std::string id;
};

struct JournalArguments {
    enum class Task : std::uint8_t { Check, List, Export };
    Task task = Task::Check;
    std::string state;
    std::string out;  // export
    bool json = false;
};

struct SyncEnrollArguments {
    std::string state;
    std::string hub;
    std::string name;
    std::int64_t reprint_hours = station::reprint_hours_default;
    std::string out;  // empty: stdout
};

struct SyncExportArguments {
    std::string state;
    std::optional<std::string> at;
    bool json = false;
    WebArguments web;
    std::string to;  // a medium's folder, or the hub's address
};

struct SyncImportArguments {
    std::string state;
    std::optional<std::string> at;
    bool json = false;
    WebArguments web;
    std::vector<std::string> from;  // receipts, media that hold them, or the hub's address
};

struct SyncCarryArguments {
    std::string state, folder;
    std::string hub;     // address; empty: no exports
    std::string bundle;  // address; empty: no bundles
    std::string root;    // before the first import
    bool json = false;
    WebArguments web;
};

struct SyncStatusArguments {
    std::string state;
    bool json = false;
};

struct SyncSealArguments {
    std::string state;
    std::optional<std::string> at;
};

struct ProfileCheckArguments {
    bool json = false;
    std::string folder;
};

struct ProfileExplainArguments {
    bool json = false;
    std::string folder;
};

struct ProfilePreviewArguments {
    std::string folder;
    std::string out = ".";
    std::string layout;   // empty: all
    std::string request;  // empty: the profile's sample
    std::int64_t dpi = 150;
};

}  // namespace outpost::tools
