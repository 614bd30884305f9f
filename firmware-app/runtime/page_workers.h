// Pages made on several threads, handed back in the order in which they were asked for.
#pragma once

#include "firmware-app/runtime/page_maker.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace outpost::runtime {

/// add() and next() are for one thread. The caller bounds how many wait.
class PageWorkers {
  public:
    using MakerFactory = std::function<std::unique_ptr<PageMaker>()>;

    /// Nothing is made before the first job: a run without pages needs no fonts and no threads.
    /// @param make_maker  called by add(), once for each worker; what it refers to outlives this
    PageWorkers(std::size_t workers, MakerFactory make_maker);
    ~PageWorkers();
    PageWorkers(const PageWorkers&) = delete;
    PageWorkers& operator=(const PageWorkers&) = delete;

    void add(PageJob job);
    /// The oldest job's result; waits for it. To be called at most once for each add().
    Result<PageFiles> next();

  private:
    struct Task {
        PageJob job;
        std::optional<Result<PageFiles>> result;
        bool is_taken = false;
    };

    void work(const std::stop_token& stop, PageMaker& maker);
    std::shared_ptr<Task> first_open();

    const std::size_t workers_;
    const MakerFactory make_maker_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::shared_ptr<Task>> tasks_;
    std::vector<std::unique_ptr<PageMaker>> makers_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace outpost::runtime
