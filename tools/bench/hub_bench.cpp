// outpost-hub-bench RECORDS [BYTES]: exports of so many certificates of BYTES each, taken by a hub
// and produced: to memory, and to brokers of librdkafka over real sockets. Beside it the bare
// cryptography of the same records.
#include "drivers/kafka/kafka_bus.h"
#include "tests/core/hub/simulated_kiosk.h"
#include "tests/drivers/kafka/mock_cluster.h"
#include "tests/support/files.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace outpost;
using namespace outpost::tests;

constexpr int records_per_export = 2'000;

double processor_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Spent {
    double seconds = 0;    // on the clock
    double processor = 0;  // of this process, brokers included where they are in it
};

template <typename Work>
Spent measure(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    const double processor = processor_seconds();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            processor_seconds() - processor};
}

void row(const char* what, int records, const Spent& spent) {
    std::printf("| %-58s | %9.0f | %9.0f | %8.1f |\n", what, records / spent.seconds,
                records / spent.processor, spent.processor * 1e6 / records);
}

void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "outpost-hub-bench: %s failed\n", what);
    std::exit(1);
}

std::vector<Bytes> exports_of(SimulatedKiosk& kiosk, int records, std::size_t bytes) {
    std::vector<Bytes> files;
    for (int made = 0; made < records;) {
        for (int count = 0; count < records_per_export && made < records; ++count, ++made) {
            Vaccination vaccination{"P-" + std::to_string(made), "Person " + std::to_string(made),
                                    1, "", std::string(bytes, 'x')};
            kiosk.sign(vaccination, hub_morning);
        }
        files.push_back(kiosk.file_of(kiosk.begin_export().value(), hub_morning));
    }
    return files;
}

/// Each record opened once, and each export opened and its signature checked: nothing else.
void only_cryptography(const std::vector<Bytes>& files, const sync::KioskPublic& kiosk,
                       const sync::HubKeys& keys) {
    for (const auto& file : files) {
        const auto opened = sync::open_export(file, keys, kiosk);
        must(opened.has_value(), "opening");
        const auto content = sync::read_export_content(
            as_text(opened->content), opened->header.mark, opened->header.previous);
        must(content.has_value(), "reading");
        for (const auto& certificate : content->certificates)
            must(keys.seal.open(certificate.sealed).has_value(), "opening a record");
    }
}

void bench(int records, std::size_t bytes) {
    const TemporaryFolder folder;
    TestHub hub(folder.path().string());
    must(hub.open().has_value(), "opening the hub");
    SimulatedKiosk kiosk(hub.public_part(), "bench", 1'000'000);
    must(hub.ledger().enrol(kiosk.public_part(), hub_morning).has_value(), "enrolling");
    const auto files = exports_of(kiosk, records, bytes);
    std::printf("%d certificates of %zu bytes in %zu exports\n\n", records, bytes, files.size());
    std::printf("| what | records a second | a second of processor | processor us a record |\n");
    std::printf("|---|---|---|---|\n");
    row("opening alone: signatures, boxes, chain", records,
        measure([&] { only_cryptography(files, kiosk.public_part(), TestHub::keys()); }));
    const auto take = measure([&] {
        for (const auto& file : files)
            must(hub.desk().take(file, hub_morning).has_value(), "taking");
    });
    row("taken: opened, checked, compared, stored", records, take);
    MemoryBus memory;
    const auto produce =
        measure([&] { must(hub.desk().produce(memory, hub_morning).has_value(), "producing"); });
    row("produced to memory: 2 messages a record, marked as sent", records, produce);
    row("taken and produced", records,
        {take.seconds + produce.seconds, take.processor + produce.processor});
    const MockCluster cluster;
    auto bus = KafkaBus::make({{{"bootstrap.servers", cluster.servers()}}, "bench", {}, 30'000});
    must(bus.has_value(), "the bus");
    must((*bus)->send(std::span(memory.messages).first(1)).has_value(), "connecting");
    row("the same messages to 3 mock brokers in this process", records, measure([&] {
            for (std::size_t at = 0; at < memory.messages.size();
                 at += hub::messages_per_transaction) {
                const auto count =
                    std::min(hub::messages_per_transaction, memory.messages.size() - at);
                must((*bus)->send(std::span(memory.messages).subspan(at, count)).has_value(),
                     "sending");
            }
        }));
}

}  // namespace

int main(int count, char** arguments) {
    const int records = count > 1 ? std::atoi(arguments[1]) : 20'000;
    const int bytes = count > 2 ? std::atoi(arguments[2]) : 4'000;
    if (records < 1 || bytes < 0) {
        std::fprintf(stderr, "usage: outpost-hub-bench [RECORDS [BYTES]]\n");
        return 2;
    }
    bench(records, static_cast<std::size_t>(bytes));
    return 0;
}
