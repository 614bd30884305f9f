// The operator's list: paging, sorting, searching, "print all".
#include "firmware-app/session/machine.h"

#include <algorithm>
#include <utility>

namespace outpost::session {
namespace {

constexpr std::size_t search_bytes_max = 40;
constexpr std::size_t rows_max = 64;

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

void delete_last(std::string& text) {
    while (!text.empty() && is_continuation(text.back())) text.pop_back();
    if (!text.empty()) text.pop_back();
}

void search_changed(Machine& m, Queue& queue) {
    queue.first = 0;
    load_queue(m);
}

void press_row(Machine& m, Queue& queue, std::int32_t index) {
    if (index < 0 || static_cast<std::size_t>(index) >= queue.page.rows.size()) return;
    const QueueRow row = queue.page.rows[static_cast<std::size_t>(index)];
    if (queue.is_for_reprint) return push(m, Reprint{row, KeyId::None});
    if (row.state == "trouble" && !row.certificate_id.empty())
        return push(m, OutcomeUnknown{row.certificate_id});
    queue.opening = row.number;
    queue.is_loading = true;
    m.emit(LoadConfirm{row.number});
}

void print_all(Machine& m, const Queue& queue) {
    const std::int64_t total = queue.page.total;
    end_visit(m);
    State& state = m.state;
    state.print_all_left = total;
    state.is_operator_suspended = true;
    state.resumes_queue = true;
    state.below.clear();
    go(m, Issuing{});
    m.emit(NextOfAll{});
}

}  // namespace

void load_queue(Machine& m) {
    auto* queue = screen_of<Queue>(m);
    if (queue == nullptr) return;
    queue->is_loading = true;
    m.emit(LoadQueue{queue->is_for_reprint, queue->search, queue->sort, queue->first,
                     m.settings.rows_a_page});
}

void take(Machine& m, const QueueLoaded& what) {
    auto* queue = screen_of<Queue>(m);
    if (queue == nullptr || !is_operator_active(m.state)) return;
    queue->page = what.page;
    queue->page.total = std::max<std::int64_t>(queue->page.total, 0);
    if (queue->page.rows.size() > rows_max) queue->page.rows.resize(rows_max);
    queue->first = std::max<std::int64_t>(queue->page.first, 0);
    queue->is_loading = queue->opening != 0;
}

void type_search(Machine& m, const std::string& text) {
    auto* queue = screen_of<Queue>(m);
    if (queue == nullptr || queue->asks_print_all || text.empty()) return;
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value >= 0x20U && value != 0x7FU;
    });
    if (!is_plain || queue->search.size() + text.size() > search_bytes_max) return;
    queue->search += text;
    search_changed(m, *queue);
}

void press_queue(Machine& m, Key key) {
    auto* queue = screen_of<Queue>(m);
    if (queue == nullptr) return;
    const std::int64_t rows = m.settings.rows_a_page;
    switch (key.id) {
        case KeyId::Row:
            return press_row(m, *queue, key.index);
        case KeyId::PageUp:
            queue->first = std::max<std::int64_t>(queue->first - rows, 0);
            return load_queue(m);
        case KeyId::PageDown:
            queue->first += rows;
            return load_queue(m);
        case KeyId::Search:
            queue->is_searching = true;
            return;
        case KeyId::SortBy:
            queue->sort = queue->sort == QueueSort::Name   ? QueueSort::Time
                          : queue->sort == QueueSort::Time ? QueueSort::State
                                                           : QueueSort::Name;
            return search_changed(m, *queue);
        case KeyId::PrintAll:
            queue->asks_print_all = true;
            return;
        case KeyId::Confirm:
            if (queue->asks_print_all) print_all(m, *queue);
            return;
        case KeyId::Letter:
            if (key.index < 0 || static_cast<std::size_t>(key.index) >= search_letters.size())
                return;
            return type_search(m,
                               std::string(1, search_letters[static_cast<std::size_t>(key.index)]));
        case KeyId::DeleteLetter:
            delete_last(queue->search);
            return search_changed(m, *queue);
        case KeyId::ClearSearch:
            queue->search.clear();
            return search_changed(m, *queue);
        default:
            return;
    }
}

}  // namespace outpost::session
