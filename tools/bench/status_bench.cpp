// outpost-status-bench RECORDS: one status file of so many records, mapped: what opening and
// looking up cost, and what stays in memory.
#include "core/revocation/status_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace outpost;
using namespace outpost::revocation;

constexpr std::size_t look_ups = 1'000'000;

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Every third number is listed, so that neighbours of listed ones are looked up too.
std::string id_of(std::size_t number) {
    return std::to_string(10'000'000'000 + 3 * number);
}

Result<Bytes> build(std::size_t count) {
    std::vector<StatusRecord> records(count);
    for (std::size_t k = 0; k < count; ++k) {
        records[k].certificate_id = id_of(k);
        records[k].dose = 1;
    }
    return make_status_file(records, {"bench", 1, UtcInstant{1}, std::nullopt});
}

/// Writes the file without a name that outlives the program. @return its mapping, empty on failure
ByteView map_of(const Bytes& content) {
    char path[] = "/tmp/outpost-status-bench-XXXXXX";
    const int file = ::mkstemp(path);
    if (file < 0) return {};
    ::unlink(path);
    std::size_t done = 0;
    while (done < content.size()) {
        const auto wrote = ::write(file, content.data() + done, content.size() - done);
        if (wrote <= 0) return {};
        done += static_cast<std::size_t>(wrote);
    }
    void* begin = ::mmap(nullptr, content.size(), PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (begin == MAP_FAILED) return {};
    ::madvise(begin, content.size(), MADV_RANDOM);
    return {static_cast<const std::uint8_t*>(begin), content.size()};
}

/// @return nanoseconds a look-up, the making of the ids left out; negative for a wrong answer
double look_up_ns(const StatusFile& file, std::size_t count, bool listed) {
    std::vector<std::string> ids;
    for (std::size_t k = 0; k < look_ups; ++k) {
        const auto number = k * 7919 % count;
        ids.push_back(listed ? id_of(number) : std::to_string(10'000'000'001 + 3 * number));
    }
    std::size_t wrong = 0;
    CertificateKey key{{}, {1}, {}};
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& id : ids) {
        key.evidence_tail = id;
        const auto status = file.look_up(key).status;
        if (status != (listed ? Status::Revoked : Status::NotListed)) ++wrong;
    }
    const double spent = seconds_since(begin);
    return wrong == 0 ? spent * 1e9 / static_cast<double>(look_ups) : -1.0;
}

}  // namespace

int main(int count_of_arguments, char** arguments) {
    if (count_of_arguments != 2) return 2;
    const auto count = std::strtoull(arguments[1], nullptr, 10);
    if (count == 0 || count > 20'000'000) return 2;
    auto begin = std::chrono::steady_clock::now();
    auto made = build(count);
    const double built_s = seconds_since(begin);
    if (!made) return 3;
    const auto mapped = map_of(*made);
    made = Bytes();
    if (mapped.empty()) return 3;
    begin = std::chrono::steady_clock::now();
    const auto file = StatusFile::open(mapped, nullptr);
    const double opened_ms = seconds_since(begin) * 1e3;
    if (!file) return 3;
    // Misses first: they find the entries untouched.
    const double miss_ns = look_up_ns(*file, count, false);
    const double hit_ns = look_up_ns(*file, count, true);
    const double per_entry = 1.0 / static_cast<double>(count);
    std::printf("%llu records: build %.1f s, open %.1f ms, miss %.0f ns, hit %.0f ns, ",
                static_cast<unsigned long long>(count), built_s, opened_ms, miss_ns, hit_ns);
    std::printf("filter %.2f and file %.1f bytes a record\n",
                static_cast<double>(file->filter_bytes()) * per_entry,
                static_cast<double>(mapped.size()) * per_entry);
    return miss_ns < 0 || hit_ns < 0 ? 1 : 0;
}
