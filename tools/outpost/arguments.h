// What each subcommand was asked to do, as plain data. Filled by command_line.cpp.
#pragma once

#include "firmware-app/station/options.h"
#include "tools/outpost/issuing_arguments.h"
#include "tools/outpost/operator_arguments.h"
#include "tools/outpost/web_arguments.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outpost::tools {

struct VerifyArguments {
    station::CheckArguments check;
    std::vector<std::string> inputs;
};

struct ScanArguments {
    station::CheckArguments check;
    std::vector<std::string> cameras{"0"};
    bool device_exposure = false;  // exposure is the camera's own matter
    std::string scanner;           // serial:PATH or keys:PATH with options; empty: the camera
    std::int64_t count = 0;        // stop after so many certificates; 0: no limit
    std::int64_t seconds = 0;      // stop after so long; 0: no limit
};

struct CanonArguments {
    std::string format = "jsonld";
    std::string algorithm = "rdfc-1.0";
    std::string hash = "sha256";
    bool without_proof = false;
    std::string contexts;
    std::string input;
};

struct ToRdfArguments {
    std::string contexts;
    std::string base;
    bool produce_generalized_rdf = false;
    std::string input;
};

struct KeysGenerateArguments {
    std::string type;  // "ed25519" or "rsa"
    std::string id;
    std::string controller;
    std::string passphrase_file;
    std::string out;
};

struct KeysPublicArguments {
    std::string file;
};

struct KeysInspectArguments {
    std::string file;
};

struct TrustAddArguments {
    std::string to;
    bool allow_published_keys = false;
    std::vector<std::string> files;
};

struct TrustTakeArguments {
    std::string to;
    std::string issuer;                    // of a list that names none
    std::vector<std::string> authorities;  // files: certificates
    std::vector<std::string> crls;
    bool allow_published_keys = false;
    bool json = false;
    std::vector<std::string> lists;  // files, or the text of a did:key
};

struct TrustMakeArguments {
    std::string out;
    std::uint64_t sequence = 1;
    std::optional<std::string> issued;   // RFC 3339; default: now
    std::optional<std::string> expires;  // RFC 3339
    std::string name;                    // issuer's name for people
    bool allow_published_keys = false;
    std::string base;                      // bundle that this one continues; empty: a full one
    std::vector<std::string> revocations;  // files
    std::string policy;                    // file
    std::vector<std::string> profiles;     // folders
    std::vector<std::string> messages;     // files
    std::vector<std::string> removed;      // "kind:name" of parts of the base
    std::string new_roots;                 // file with the keys that sign from now on
    std::size_t threshold = 1;
    bool parts_beside = false;        // parts into OUT.parts/ instead of the document
    std::vector<std::string> inputs;  // key files or folders
};

struct TrustSignArguments {
    std::string key;
    std::string passphrase_file;
    std::string comment;
    std::string root_out;  // where to write the public half in minisign's format; may be empty
    std::string bundle;
    bool add = false;  // beside the signatures that are there
};

struct TrustInspectArguments {
    std::string root;
    std::optional<std::string> at;
    bool json = false;
    std::string path;
};

struct TrustImportArguments {
    std::string state;
    std::string root;  // for the first import
    std::optional<std::string> at;
    bool is_trial = false;
    bool json = false;
    WebArguments web;
    std::string bundle;  // path or address
};

struct TrustRestoreArguments {
    std::string state;
    bool json = false;
};

struct DoctorArguments {
    std::vector<std::string> trust;
    std::string root;
    std::string camera;
    std::string state;
    std::string printer;  // empty: none is looked at
    std::string bundle;   // where to write the support bundle; empty: none
    bool json = false;
};

struct ManualArguments {};

using Arguments = std::variant<
    VerifyArguments, ScanArguments, CanonArguments, ToRdfArguments, KeysGenerateArguments,
    KeysPublicArguments, KeysInspectArguments, TrustAddArguments, TrustTakeArguments,
    TrustMakeArguments, TrustSignArguments, TrustInspectArguments, TrustImportArguments,
    TrustRestoreArguments, DoctorArguments, IssueArguments, QueueListArguments,
    QueueReleaseArguments, QueueRejectArguments, PrintArguments, RevokeArguments, JournalArguments,
    SyncEnrollArguments, SyncCarryArguments, SyncExportArguments, SyncImportArguments,
    SyncStatusArguments, SyncSealArguments, ProfileCheckArguments, ProfileExplainArguments,
    ProfilePreviewArguments, OperatorAddArguments, OperatorListArguments, OperatorRemoveArguments,
    OperatorResetLockArguments, ClockArguments, TallyArguments, ManualArguments>;

}  // namespace outpost::tools
