// The bus against brokers over real sockets: errors, latency, brokers that go and come.
#include "drivers/kafka/kafka_bus.h"
#include "tests/drivers/kafka/mock_cluster.h"

#include <catch2/catch.hpp>

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <set>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::unique_ptr<KafkaBus> bus_to(const MockCluster& cluster, int timeout_ms = 20'000) {
    KafkaSettings settings;
    settings.properties = {{"bootstrap.servers", cluster.servers()}};
    settings.transactional_id = "hub-1";
    settings.timeout_ms = timeout_ms;
    auto bus = KafkaBus::make(std::move(settings));
    REQUIRE(bus);
    return std::move(*bus);
}

std::vector<BusMessage> some_messages(int count, const std::string& start = "k") {
    std::vector<BusMessage> messages;
    for (int at = 0; at < count; ++at)
        messages.push_back({"certified", start + std::to_string(at), "v" + std::to_string(at)});
    return messages;
}

std::set<std::string> keys_of(const std::vector<ReadMessage>& messages) {
    std::set<std::string> keys;
    for (const auto& message : messages) keys.insert(message.key);
    return keys;
}

}  // namespace

TEST_CASE("kafka: messages arrive whole, each with its event id", "[kafka]") {
    const MockCluster cluster;
    const auto bus = bus_to(cluster);
    CHECK(bus->send({}));
    auto messages = some_messages(500);
    messages.push_back({"events", "e1", R"({"type":"print"})"});
    REQUIRE(bus->send(messages));
    REQUIRE(bus->send(some_messages(3, "second")));
    const auto read = cluster.read_all("certified");
    CHECK(read.size() == 503);
    CHECK(keys_of(read).size() == 503);
    CHECK(std::all_of(read.begin(), read.end(), [](const ReadMessage& message) {
        return message.event_header == message.key && message.value[0] == 'v';
    }));
    CHECK(cluster.read_all("events") ==
          std::vector<ReadMessage>{{"e1", R"({"type":"print"})", "e1"}});
}

TEST_CASE("kafka: what the brokers refuse for a while is sent once", "[kafka]") {
    const MockCluster cluster;
    const auto bus = bus_to(cluster);
    SECTION("while producing") {
        cluster.fail_next(KafkaRequest::Produce, {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                                  RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
                                                  RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS});
    }
    SECTION("while the transaction begins") {
        cluster.fail_next(KafkaRequest::InitProducerId,
                          {RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
                           RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS});
        cluster.fail_next(KafkaRequest::AddPartitionsToTxn,
                          {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS});
    }
    SECTION("while it ends") {
        cluster.fail_next(KafkaRequest::EndTxn, {RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
                                                 RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
    }
    SECTION("slowly") {
        for (int broker = 1; broker <= 3; ++broker) cluster.set_latency(broker, 150);
    }
    REQUIRE(bus->send(some_messages(50)));
    const auto read = cluster.read_all("certified");
    CHECK(read.size() == 50);
    CHECK(keys_of(read).size() == 50);
}

TEST_CASE("kafka: a transaction that fails is told, and the next one works", "[kafka]") {
    const MockCluster cluster;
    const auto bus = bus_to(cluster);
    Errc expected = Errc::Unavailable;
    SECTION("fenced by another producer") {
        cluster.fail_next(KafkaRequest::EndTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
    }
    SECTION("not allowed to write") {
        cluster.fail_next(KafkaRequest::AddPartitionsToTxn,
                          {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
        expected = Errc::BadKey;
    }
    SECTION("a broker that finds a batch too large: nobody can say which message it was") {
        cluster.fail_next(KafkaRequest::Produce, {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
    }
    SECTION("a broker that takes no message of it") {
        cluster.fail_next(KafkaRequest::Produce, {RD_KAFKA_RESP_ERR_INVALID_MSG});
    }
    const auto first = bus->send(some_messages(5));
    REQUIRE_FALSE(first);
    INFO(first.error().what);
    CHECK(first.error().code == expected);
    REQUIRE(bus->send(some_messages(5)));
    CHECK(keys_of(cluster.read_all("certified")).size() == 5);
}

TEST_CASE("kafka: one message too large is named", "[kafka]") {
    const MockCluster cluster;
    const auto bus = bus_to(cluster);
    auto messages = some_messages(3);
    messages[1].value.assign(2'000'000, 'x');
    const auto sent = bus->send(messages);
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == Errc::TooLong);
    CHECK(sent.error().offset == 1);
    messages.erase(messages.begin() + 1);
    CHECK(bus->send(messages));
}

TEST_CASE("kafka: brokers that are away are waited for, not for ever", "[kafka]") {
    const MockCluster cluster(1);
    cluster.set_broker_up(1, false);
    const auto bus = bus_to(cluster, 1'000);
    const auto sent = bus->send(some_messages(1));
    REQUIRE_FALSE(sent);
    CHECK((sent.error().code == Errc::Timeout || sent.error().code == Errc::Unavailable));
    cluster.set_broker_up(1, true);
    const auto later = bus_to(cluster);
    CHECK(later->send(some_messages(1)));
    CHECK(cluster.read_all("certified").size() == 1);
}

TEST_CASE("kafka: settings that are not librdkafka's, or not free, are refused", "[kafka]") {
    const auto error_for = [](const std::string& name, const std::string& value) {
        const auto bus = KafkaBus::make({{{"client.id", "a"}, {name, value}}, "hub-1", {}, 1'000});
        REQUIRE_FALSE(bus);
        CHECK(bus.error().offset == 1);
        return bus.error().code;
    };
    CHECK(error_for("no.such.property", "1") == Errc::BadValue);
    CHECK(error_for("linger.ms", "soon") == Errc::BadValue);
    CHECK(error_for("acks", "0") == Errc::BadSyntax);
    CHECK(error_for("transactional.id", "mine") == Errc::BadSyntax);
}
