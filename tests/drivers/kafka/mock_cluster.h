// librdkafka's own cluster of brokers for tests: real sockets on 127.0.0.1, errors on request. It
// does not keep the messages of unfinished transactions from readers.
#pragma once

#include <memory>
#include <string>
#include <vector>

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

namespace outpost::tests {

/// Requests by their numbers in Kafka's protocol.
enum class KafkaRequest : std::int16_t {
    Produce = 0,
    InitProducerId = 22,
    AddPartitionsToTxn = 24,
    EndTxn = 26,
};

struct ReadMessage {
    std::string key, value, event_header;
    bool operator==(const ReadMessage&) const = default;
};

class MockCluster {
  public:
    explicit MockCluster(int brokers = 3);
    ~MockCluster();
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    [[nodiscard]] std::string servers() const;
    /// The next requests of this kind are answered with these errors (rd_kafka_resp_err_t).
    void fail_next(KafkaRequest request, const std::vector<int>& errors) const;
    void set_broker_up(int broker, bool is_up) const;
    void set_latency(int broker, int milliseconds) const;
    /// Everything in the topic, from its beginning, by a consumer of its own.
    [[nodiscard]] std::vector<ReadMessage> read_all(const std::string& topic) const;

  private:
    struct Close {
        void operator()(rd_kafka_s* handle) const;
    };
    std::unique_ptr<rd_kafka_s, Close> handle_;
    rd_kafka_mock_cluster_s* cluster_ = nullptr;
};

}  // namespace outpost::tests
