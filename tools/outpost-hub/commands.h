// The commands of outpost-hub. Each gives the exit code.
#pragma once

#include "core/ports/message_bus.h"
#include "core/ports/web.h"
#include "tools/outpost-hub/arguments.h"
#include "tools/outpost-hub/hub_folder.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace outpost::hub_tool {

int run_keys(const KeysArguments& arguments, const HubToolPorts& ports,
             const station::Console& console);
int run_enroll(const EnrollArguments& arguments, const HubToolPorts& ports,
               const station::Console& console);
int run_take(const TakeArguments& arguments, const HubToolPorts& ports,
             const station::Console& console);
int run_receipts(const ReceiptsArguments& arguments, const HubToolPorts& ports,
                 const station::Console& console);
int run_status(const StatusArguments& arguments, const HubToolPorts& ports,
               const station::Console& console);
int run_conflicts(const ConflictsArguments& arguments, const HubToolPorts& ports,
                  const station::Console& console);
int run_decide(const DecideArguments& arguments, const HubToolPorts& ports,
               const station::Console& console);

int run_withdraw(const WithdrawArguments& arguments, const HubToolPorts& ports,
                 const station::Console& console);

/// Starts a server; it ends with the object. @param port  where it listens then
using StartServer = std::function<Result<std::shared_ptr<void>>(
    const WebServerSettings& settings, AnswerWebCall answer, std::uint16_t& port)>;

struct ServePorts {
    const HubToolPorts& hub;
    StartServer start;
    std::function<void(std::int64_t milliseconds)> wait;
    const std::atomic<bool>& interrupted;
};
/// Until it is interrupted.
int run_serve(const ServeArguments& arguments, const ServePorts& ports,
              const station::Console& console);

/// What a bus is made from.
struct BusRequest {
    std::vector<std::pair<std::string, std::string>> properties;
    std::string transactional_id, topic_prefix;
};
using MakeBus = std::function<Result<std::unique_ptr<MessageBus>>(const BusRequest&)>;

struct ProducePorts {
    const HubToolPorts& hub;
    MakeBus make_bus;
    std::function<void(std::int64_t milliseconds)> wait;
    const std::atomic<bool>& interrupted;
};
int run_produce(const ProduceArguments& arguments, const ProducePorts& ports,
                const station::Console& console);

}  // namespace outpost::hub_tool
