#include "firmware-app/runtime/page_workers.h"

#include "core/base/check.h"

#include <algorithm>
#include <utility>

namespace outpost::runtime {

PageWorkers::PageWorkers(std::size_t workers, MakerFactory make_maker)
    : workers_(std::max<std::size_t>(workers, 1)), make_maker_(std::move(make_maker)) {}

PageWorkers::~PageWorkers() = default;

void PageWorkers::add(PageJob job) {
    auto task = std::make_shared<Task>();
    task->job = std::move(job);
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    changed_.notify_all();
    // One more worker a job, until all are there.
    if (threads_.size() == workers_) return;
    makers_.push_back(make_maker_());
    threads_.emplace_back(
        [this, maker = makers_.back().get()](const std::stop_token& stop) { work(stop, *maker); });
}

Result<PageFiles> PageWorkers::next() {
    std::unique_lock lock(mutex_);
    OUTPOST_CHECK(!tasks_.empty());
    const auto task = tasks_.front();
    changed_.wait(lock, [&] { return task->result.has_value(); });
    tasks_.pop_front();
    return std::move(*task->result);
}

std::shared_ptr<PageWorkers::Task> PageWorkers::first_open() {
    const auto open = std::find_if(tasks_.begin(), tasks_.end(),
                                   [](const auto& task) { return !task->is_taken; });
    return open == tasks_.end() ? nullptr : *open;
}

void PageWorkers::work(const std::stop_token& stop, PageMaker& maker) {
    std::unique_lock lock(mutex_);
    while (true) {
        std::shared_ptr<Task> task;
        if (!changed_.wait(lock, stop, [&] { return (task = first_open()) != nullptr; })) return;
        task->is_taken = true;
        lock.unlock();
        auto result = maker.make(task->job);
        lock.lock();
        task->result = std::move(result);
        changed_.notify_all();
    }
}

}  // namespace outpost::runtime
