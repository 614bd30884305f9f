#include "drivers/kafka/kafka_bus.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>

namespace outpost {

namespace {

// What the promises of this class rest on; nobody else sets it.
constexpr std::array<std::string_view, 5> own_properties = {
    "transactional.id", "enable.idempotence", "acks", "request.required.acks",
    "max.in.flight.requests.per.connection"};

constexpr const char* event_header = "event_id";

struct FreeConf {
    void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, FreeConf>;

struct FreeError {
    void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
};
using KafkaError = std::unique_ptr<rd_kafka_error_t, FreeError>;

/// Names of codes are static texts of the library; its longer words may carry names of hosts.
Error error_of(rd_kafka_resp_err_t code) {
    const char* name = rd_kafka_err2name(code);
    switch (code) {
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
        case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
            return {Errc::Timeout, 0, name};
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            return {Errc::BadKey, 0, name};
        default:
            return {Errc::Unavailable, 0, name};
    }
}

Result<Conf> configuration(const KafkaSettings& settings) {
    Conf conf(rd_kafka_conf_new());
    // Standard error belongs to the program.
    rd_kafka_conf_set_log_cb(conf.get(), nullptr);
    const auto set = [&](const std::string& name, const std::string& value) {
        return rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), nullptr, 0) ==
               RD_KAFKA_CONF_OK;
    };
    for (std::size_t index = 0; index < settings.properties.size(); ++index) {
        const auto& [name, value] = settings.properties[index];
        if (std::find(own_properties.begin(), own_properties.end(), name) != own_properties.end())
            return Error{Errc::BadSyntax, index, "a property that is not free"};
        if (!set(name, value)) return Error{Errc::BadValue, index, "property of librdkafka"};
    }
    if (!set("transactional.id", settings.transactional_id))
        return Error{Errc::BadValue, settings.properties.size(), "transactional id"};
    return conf;
}

rd_kafka_vu_t memory_part(rd_kafka_vtype_t type, const std::string& bytes) {
    rd_kafka_vu_t part{};
    part.vtype = type;
    part.u.mem.ptr = const_cast<char*>(bytes.data());  // the library copies and does not change it
    part.u.mem.size = bytes.size();
    return part;
}

/// Borrows from both.
std::array<rd_kafka_vu_t, 5> message_parts(const std::string& topic, const BusMessage& message) {
    rd_kafka_vu_t name{};
    name.vtype = RD_KAFKA_VTYPE_TOPIC;
    name.u.cstr = topic.c_str();
    rd_kafka_vu_t header{};
    header.vtype = RD_KAFKA_VTYPE_HEADER;
    header.u.header = {event_header, message.key.data(), static_cast<ssize_t>(message.key.size())};
    rd_kafka_vu_t flags{};
    flags.vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    flags.u.i = RD_KAFKA_MSG_F_COPY;
    return {name, memory_part(RD_KAFKA_VTYPE_KEY, message.key),
            memory_part(RD_KAFKA_VTYPE_VALUE, message.value), header, flags};
}

/// Runs a step until it is done, has failed for good, or its time is over.
template <typename Step>
KafkaError until_done(int timeout_ms, Step step) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
        KafkaError error(step());
        if (error == nullptr || rd_kafka_error_is_retriable(error.get()) == 0) return error;
        if (std::chrono::steady_clock::now() >= end) return error;
    }
}

}  // namespace

void KafkaBus::CloseProducer::operator()(rd_kafka_s* producer) const {
    // What is still in its queue belongs to a transaction that was not committed.
    constexpr int purge_all = RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT;
    rd_kafka_purge(producer, purge_all);
    rd_kafka_destroy(producer);
}

KafkaBus::~KafkaBus() = default;

Result<std::unique_ptr<KafkaBus>> KafkaBus::make(KafkaSettings settings) {
    OUTPOST_TRY(const auto conf, configuration(settings));
    return std::unique_ptr<KafkaBus>(new KafkaBus(std::move(settings)));
}

Result<void> KafkaBus::connect() {
    if (producer_ != nullptr && !is_ended_) return {};
    producer_.reset();
    is_ended_ = false;
    OUTPOST_TRY(auto conf, configuration(settings_));
    rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), nullptr, 0);
    if (producer == nullptr) return Error{Errc::BadValue, 0, "properties of librdkafka"};
    (void)conf.release();  // the producer's now
    producer_.reset(producer);
    const auto error = until_done(settings_.timeout_ms, [&] {
        return rd_kafka_init_transactions(producer, settings_.timeout_ms);
    });
    if (error == nullptr) return {};
    is_ended_ = true;
    return error_of(rd_kafka_error_code(error.get()));
}

Result<void> KafkaBus::produce(const BusMessage& message, std::size_t index) {
    const auto topic = settings_.topic_prefix + message.topic;
    const auto parts = message_parts(topic, message);
    for (;;) {
        const KafkaError failed(rd_kafka_produceva(producer_.get(), parts.data(), parts.size()));
        if (failed == nullptr) return {};
        const auto code = rd_kafka_error_code(failed.get());
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            // Only here it is known which message it is: of a batch that a broker finds too large
            // none may be taken for it.
            if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
                return Error{Errc::TooLong, index, rd_kafka_err2name(code)};
            return error_of(code);
        }
        constexpr int wait_ms = 50;
        rd_kafka_poll(producer_.get(), wait_ms);
    }
}

Result<void> KafkaBus::produce_all(std::span<const BusMessage> messages) {
    for (std::size_t index = 0; index < messages.size(); ++index)
        OUTPOST_TRY_VOID(produce(messages[index], index));
    return {};
}

/// Committing waits for every message of the transaction, and fails when one of them did.
Result<void> KafkaBus::commit() {
    const auto error = until_done(settings_.timeout_ms, [&] {
        return rd_kafka_commit_transaction(producer_.get(), settings_.timeout_ms);
    });
    if (error == nullptr) return {};
    if (rd_kafka_error_is_fatal(error.get()) != 0) is_ended_ = true;
    return error_of(rd_kafka_error_code(error.get()));
}

Result<void> KafkaBus::begin_and_commit(std::span<const BusMessage> messages) {
    const KafkaError error(rd_kafka_begin_transaction(producer_.get()));
    if (error != nullptr) {
        is_ended_ = true;
        return error_of(rd_kafka_error_code(error.get()));
    }
    OUTPOST_TRY_VOID(produce_all(messages));
    return commit();
}

Result<void> KafkaBus::send(std::span<const BusMessage> messages) {
    if (messages.empty()) return {};
    OUTPOST_TRY_VOID(connect());
    auto sent = begin_and_commit(messages);
    if (sent || is_ended_) return sent;
    // So that readers do not wait for the transaction's time to be over. Whatever comes of it, the
    // next messages go through a new producer: the library may keep the error of a failed one.
    (void)until_done(settings_.timeout_ms, [&] {
        return rd_kafka_abort_transaction(producer_.get(), settings_.timeout_ms);
    });
    is_ended_ = true;
    return sent;
}

}  // namespace outpost
