// What the commands of outpost-hub are told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outpost::hub_tool {

struct KeysArguments {
    std::string state, name, out;
};
struct EnrollArguments {
    std::string state;
    std::vector<std::string> kiosks;
};
struct TakeArguments {
    std::string state;
    std::vector<std::string> from;
    std::optional<std::string> at;
    bool no_receipts = false;
    bool json = false;
};
struct ReceiptsArguments {
    std::string state, to;
    std::optional<std::string> at;
    bool json = false;
};
struct ProduceArguments {
    std::string state, kafka, transactional_id, topic_prefix;
    std::int64_t every_seconds = 0;  // 0: once
    bool retry_too_large = false;
    bool json = false;
};
struct StatusArguments {
    std::string state;
    bool json = false;
};
struct ConflictsArguments {
    std::string state;
    bool all = false;
    bool json = false;
};
struct DecideArguments {
    std::string state, decision, reason;
    std::int64_t number = 0;
    std::optional<std::string> at;
};
struct WithdrawArguments {
    std::string state, key, from, out;
    std::optional<std::string> at;
};
struct ServeArguments {
    std::string state, listen = "127.0.0.1:8443", certificate, key, bundles;
    bool json = false;
};
struct ManualArguments {};

using Arguments = std::variant<KeysArguments, EnrollArguments, TakeArguments, ReceiptsArguments,
                               ProduceArguments, StatusArguments, ConflictsArguments,
                               DecideArguments, WithdrawArguments, ServeArguments, ManualArguments>;

}  // namespace outpost::hub_tool
