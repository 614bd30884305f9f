// The message bus on Apache Kafka, through librdkafka: idempotent, transactional.
#pragma once

#include "core/ports/message_bus.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

struct rd_kafka_s;

namespace outpost {

struct KafkaSettings {
    /// librdkafka's own properties, "bootstrap.servers" at least.
    std::vector<std::pair<std::string, std::string>> properties;
    /// Names this producer among all: a second one of the same name ends the first one's work.
    std::string transactional_id;
    std::string topic_prefix;  // before each topic's name
    int timeout_ms = 30'000;   // of each step of a transaction
};

/// Connects at the first send, and anew after an error that ends a producer (it was fenced, say).
class KafkaBus final : public MessageBus {
  public:
    /// @error BadValue (a property that librdkafka does not know or does not take; offset is its
    ///        index), BadSyntax (one that Outpost sets itself)
    static Result<std::unique_ptr<KafkaBus>> make(KafkaSettings settings);
    ~KafkaBus() override;
    KafkaBus(const KafkaBus&) = delete;
    KafkaBus& operator=(const KafkaBus&) = delete;

    Result<void> send(std::span<const BusMessage> messages) override;

  private:
    struct CloseProducer {
        void operator()(rd_kafka_s* producer) const;
    };
    explicit KafkaBus(KafkaSettings settings) : settings_(std::move(settings)) {}
    Result<void> connect();
    Result<void> produce_all(std::span<const BusMessage> messages);
    Result<void> produce(const BusMessage& message, std::size_t index);
    Result<void> commit();
    Result<void> begin_and_commit(std::span<const BusMessage> messages);

    KafkaSettings settings_;
    std::unique_ptr<rd_kafka_s, CloseProducer> producer_;
    bool is_ended_ = false;  // nothing can be done with this producer any more
};

}  // namespace outpost
