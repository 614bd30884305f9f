// Ties context compiler, expander and statement writer together.
#include "core/rdf/processor.h"

#include "core/rdf/context_compiler.h"
#include "core/rdf/expander.h"
#include "core/rdf/statement_writer.h"

#include <array>
#include <cstddef>
#include <memory_resource>

namespace outpost::rdf {

struct Processor::State {
    explicit State(std::shared_ptr<const ContextSet> contexts) : compiler(std::move(contexts)) {}

    Result<Dataset> convert(const json::Value& document, const ToRdfOptions& options,
                            TraceRecorder* recorder);

    static constexpr std::size_t scratch_bytes = 64 * 1024;

    ContextCompiler compiler;
    std::array<std::byte, scratch_bytes> scratch;  // reused from document to document
};

Result<Dataset> Processor::State::convert(const json::Value& document, const ToRdfOptions& options,
                                          TraceRecorder* recorder) {
    Dataset dataset;
    std::pmr::monotonic_buffer_resource memory(scratch.data(), scratch.size());
    compiler.begin(options, *dataset.arena());
    Expander expander({compiler, options, memory, *dataset.arena(), recorder});
    OUTPOST_TRY(const auto items, expander.expand_document(document));
    StatementWriter writer({dataset, options, memory, recorder});
    OUTPOST_TRY_VOID(writer.write(items));
    return dataset;
}

Processor::Processor(std::shared_ptr<const ContextSet> contexts)
    : state_(std::make_unique<State>(std::move(contexts))) {}
Processor::~Processor() = default;
Processor::Processor(Processor&&) noexcept = default;
Processor& Processor::operator=(Processor&&) noexcept = default;

Result<Dataset> Processor::to_rdf(const json::Value& document, const ToRdfOptions& options,
                                  MappingReport* report) {
    if (report == nullptr) return state_->convert(document, options, nullptr);
    TraceRecorder recorder(*report);
    auto dataset = state_->convert(document, options, &recorder);
    if (!dataset) {
        *report = {};  // it may borrow from the dataset that is not to be
        return dataset;
    }
    recorder.finish();
    report->used_inline_context = state_->compiler.used_inline_context();
    return dataset;
}

}  // namespace outpost::rdf
