// Starts a program as a child that has next to nothing of ours.
#pragma once

#include "core/base/result.h"
#include "drivers/decoderprocess/descriptor.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace outpost {

struct WorkerPlan {
    std::string program;   // absolute path
    std::string argument;  // its only one
    int socket = -1;       // become worker_socket, worker_inbox, worker_outbox
    int inbox = -1;
    int outbox = -1;
    std::size_t memory_bytes_max = 0;  // address space; 0: no limit
};

/// A running child: its own session and process group, no descriptors but the three, standard
/// streams to nowhere, a fixed environment, limits on memory, descriptors, files and core dumps, no
/// new privileges. It dies with the thread that started it. Killed and collected at the latest with
/// this object.
class WorkerChild {
  public:
    WorkerChild() = default;
    ~WorkerChild() { kill(); }
    WorkerChild(const WorkerChild&) = delete;
    WorkerChild& operator=(const WorkerChild&) = delete;

    /// Replaces the child that was. @error Unavailable (no such program, no process)
    Result<void> start(const WorkerPlan& plan);
    /// True while it has not ended; collects it when it has.
    bool is_running();
    /// Its limit of processor time: what it has used so far and `more`. Beyond it, it is killed.
    void allow_processor_time(std::chrono::seconds more);
    /// Ends the whole group and collects the child.
    void kill();

    [[nodiscard]] std::int64_t id() const { return id_; }  // -1: none

  private:
    pid_t id_ = -1;
};

/// Where the decoder program lies: ../lib/outpost/outpost-decoder seen from the running program.
/// Empty when that cannot be told. No environment variable changes it.
std::string default_decoder_program();

}  // namespace outpost
