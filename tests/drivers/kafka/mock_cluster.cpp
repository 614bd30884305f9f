#include "tests/drivers/kafka/mock_cluster.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <cstdint>
#include <stdexcept>

namespace outpost::tests {

namespace {

void must(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

constexpr int partitions = 4;

std::string bytes_of(const void* data, std::size_t size) {
    return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

ReadMessage message_of(const rd_kafka_message_t& message) {
    ReadMessage read{
        bytes_of(message.key, message.key_len), bytes_of(message.payload, message.len), {}};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const void* value = nullptr;
        std::size_t size = 0;
        if (rd_kafka_header_get_last(headers, "event_id", &value, &size) ==
            RD_KAFKA_RESP_ERR_NO_ERROR)
            read.event_header = bytes_of(value, size);
    }
    return read;
}

}  // namespace

void MockCluster::Close::operator()(rd_kafka_s* handle) const {
    rd_kafka_destroy(handle);
}

MockCluster::MockCluster(int brokers) {
    // With test.mock.num.brokers the handle carries the cluster and ends it.
    auto* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, nullptr);
    rd_kafka_conf_set(conf, "test.mock.num.brokers", std::to_string(brokers).c_str(), nullptr, 0);
    handle_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    must(handle_ != nullptr, "no producer for the mock cluster");
    cluster_ = rd_kafka_handle_mock_cluster(handle_.get());
    must(cluster_ != nullptr, "no mock cluster");
}

MockCluster::~MockCluster() = default;

std::string MockCluster::servers() const {
    return rd_kafka_mock_cluster_bootstraps(cluster_);
}

void MockCluster::fail_next(KafkaRequest request, const std::vector<int>& errors) const {
    std::vector<rd_kafka_resp_err_t> codes;
    for (const int error : errors) codes.push_back(static_cast<rd_kafka_resp_err_t>(error));
    rd_kafka_mock_push_request_errors_array(cluster_, static_cast<std::int16_t>(request),
                                            codes.size(), codes.data());
}

void MockCluster::set_broker_up(int broker, bool is_up) const {
    const auto code = is_up ? rd_kafka_mock_broker_set_up(cluster_, broker)
                            : rd_kafka_mock_broker_set_down(cluster_, broker);
    must(code == RD_KAFKA_RESP_ERR_NO_ERROR, "broker");
}

void MockCluster::set_latency(int broker, int milliseconds) const {
    must(rd_kafka_mock_broker_set_rtt(cluster_, broker, milliseconds) == RD_KAFKA_RESP_ERR_NO_ERROR,
         "broker");
}

std::vector<ReadMessage> MockCluster::read_all(const std::string& topic) const {
    auto* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, nullptr);
    rd_kafka_conf_set(conf, "bootstrap.servers", servers().c_str(), nullptr, 0);
    rd_kafka_conf_set(conf, "group.id", "reader", nullptr, 0);
    rd_kafka_conf_set(conf, "enable.partition.eof", "true", nullptr, 0);
    rd_kafka_conf_set(conf, "enable.auto.commit", "false", nullptr, 0);
    const std::unique_ptr<rd_kafka_t, Close> consumer(
        rd_kafka_new(RD_KAFKA_CONSUMER, conf, nullptr, 0));
    must(consumer != nullptr, "no consumer");
    auto* all = rd_kafka_topic_partition_list_new(partitions);
    for (int partition = 0; partition < partitions; ++partition)
        rd_kafka_topic_partition_list_add(all, topic.c_str(), partition)->offset =
            RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(consumer.get(), all);
    rd_kafka_topic_partition_list_destroy(all);
    std::vector<ReadMessage> messages;
    constexpr int wait_ms = 20'000;
    for (int ends = 0; ends < partitions;) {
        auto* message = rd_kafka_consumer_poll(consumer.get(), wait_ms);
        must(message != nullptr, "the mock cluster does not answer");
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) messages.push_back(message_of(*message));
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) ++ends;
        const bool is_absent = message->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
                               message->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
        rd_kafka_message_destroy(message);
        if (is_absent) break;
    }
    rd_kafka_consumer_close(consumer.get());
    return messages;
}

}  // namespace outpost::tests
