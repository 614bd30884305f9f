// The table: facts of scheduler, queue and device in, one state out.
#include "drivers/printer/print_evidence.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

using Reasons = std::vector<std::string>;

struct Row {
    const char* what;
    JobState job;
    Reasons job_reasons;
    QueueState queue;
    Reasons queue_reasons;
    PrintState expected;
};

PrintEvidence evidence_of(const Row& row) {
    PrintEvidence evidence;
    evidence.scheduler_answered = true;
    evidence.job = JobFacts{row.job, row.job_reasons, "", "a-1", row.job != JobState::Pending};
    evidence.queue = QueueFacts{row.queue, true, row.queue_reasons, "", "ipp://printer/ipp/print"};
    return evidence;
}

const std::vector<Row>& table() {
    using J = JobState;
    using Q = QueueState;
    using P = PrintState;
    static const std::vector<Row> rows = {
        {"behind another", J::Pending, {}, Q::Processing, {}, P::Waiting},
        {"queue paused", J::Pending, {"printer-stopped"}, Q::Stopped, {"paused"}, P::Waiting},
        {"paused, no paper", J::Pending, {}, Q::Stopped, {"media-empty-error"}, P::OutOfPaper},
        {"backend failed", J::Held, {"resources-are-not-ready"}, Q::Idle, {}, P::Offline},
        {"failed by jam", J::Held, {"resources-are-not-ready"}, Q::Idle, {"media-jam"}, P::Jammed},
        {"held", J::Held, {"job-hold-until-specified"}, Q::Idle, {}, P::Waiting},
        {"normal", J::Processing, {"job-printing"}, Q::Processing, {}, P::Printing},
        {"waits for the device",
         J::Processing,
         {},
         Q::Processing,
         {"cups-waiting-for-job-completed"},
         P::Printing},
        {"just connecting",
         J::Processing,
         {},
         Q::Processing,
         {"connecting-to-device"},
         P::Printing},
        {"paper, as a warning",
         J::Processing,
         {},
         Q::Processing,
         {"media-empty-warning"},
         P::OutOfPaper},
        {"paper, bare", J::Processing, {}, Q::Processing, {"media-empty"}, P::OutOfPaper},
        {"other paper", J::Processing, {}, Q::Processing, {"media-needed-report"}, P::OutOfPaper},
        {"little paper", J::Processing, {}, Q::Processing, {"media-low-warning"}, P::Printing},
        {"a longer word", J::Processing, {}, Q::Processing, {"media-emptyish"}, P::Printing},
        {"jam", J::Processing, {}, Q::Processing, {"media-jam-warning"}, P::Jammed},
        {"jam and paper",
         J::Processing,
         {},
         Q::Processing,
         {"media-empty-error", "media-jam-error"},
         P::Jammed},
        {"door", J::Processing, {}, Q::Processing, {"door-open-report"}, P::Jammed},
        {"toner low", J::Processing, {}, Q::Processing, {"toner-low-warning"}, P::Printing},
        {"toner soon empty",
         J::Processing,
         {},
         Q::Processing,
         {"toner-empty-warning"},
         P::Printing},
        {"toner empty", J::Processing, {}, Q::Processing, {"toner-empty-error"}, P::Jammed},
        {"offline", J::Processing, {}, Q::Processing, {"offline-report"}, P::Offline},
        {"filter failed", J::Stopped, {"job-completed-with-errors"}, Q::Idle, {}, P::Failed},
        {"stopped", J::Stopped, {"job-stopped"}, Q::Idle, {}, P::Waiting},
        {"cancelled there", J::Cancelled, {"canceled-at-device"}, Q::Idle, {}, P::Cancelled},
        {"cancelled in between", J::Cancelled, {"job-canceled-by-user"}, Q::Idle, {}, P::Unknown},
        {"aborted", J::Aborted, {"aborted-by-system"}, Q::Idle, {}, P::Failed},
        {"done", J::Completed, {"processing-to-stop-point"}, Q::Idle, {}, P::Printed},
        {"done", J::Completed, {"job-completed-successfully"}, Q::Idle, {}, P::Printed},
        {"done with errors", J::Completed, {"job-completed-with-errors"}, Q::Idle, {}, P::Unknown},
        {"the last sheet", J::Completed, {}, Q::Idle, {"media-empty-warning"}, P::Printed},
        {"done in a jam", J::Completed, {}, Q::Idle, {"media-jam-error"}, P::Unknown},
        {"done while offline", J::Completed, {}, Q::Idle, {"offline-report"}, P::Unknown},
        {"lost its history",
         J::Completed,
         {},
         Q::Idle,
         {"cups-ipp-missing-job-history"},
         P::Unknown},
        {"lost, then aborted",
         J::Aborted,
         {},
         Q::Idle,
         {"cups-ipp-missing-job-history"},
         P::Unknown},
        {"odd device",
         J::Completed,
         {},
         Q::Idle,
         {"cups-ipp-conformance-failure-report"},
         P::Printed},
    };
    return rows;
}

}  // namespace

TEST_CASE("print evidence: the table", "[printer]") {
    for (const auto& row : table()) {
        CAPTURE(row.what);
        const auto status = print_status(evidence_of(row), {});
        CHECK(print_state_name(status.state) == print_state_name(row.expected));
    }
}

TEST_CASE("print evidence: no answer, no job, no queue", "[printer]") {
    PrintEvidence evidence;
    CHECK(print_status(evidence, {}).state == PrintState::Offline);
    evidence.scheduler_answered = true;
    CHECK(print_status(evidence, {}).state == PrintState::Unknown);
    evidence.job = JobFacts{JobState::Completed, {}, "", "a-1", true};
    CHECK(print_status(evidence, {}).state == PrintState::Unknown);
    evidence.job->state = JobState::Pending;
    CHECK(print_status(evidence, {}).state == PrintState::Waiting);
}

TEST_CASE("print evidence: what was doubtful before says nothing about this job", "[printer]") {
    auto evidence = evidence_of({"",
                                 JobState::Completed,
                                 {},
                                 QueueState::Idle,
                                 {"cups-ipp-missing-job-history"},
                                 PrintState::Printed});
    evidence.reasons_before = {"cups-ipp-missing-job-history"};
    CHECK(print_status(evidence, {}).state == PrintState::Printed);
    evidence.queue->reasons.emplace_back("cups-ipp-missing-job-state");
    CHECK(print_status(evidence, {}).state == PrintState::Unknown);
}

TEST_CASE("print evidence: phases have their own end", "[printer]") {
    const PhaseLimits limits{1'000, 5'000};
    auto evidence = evidence_of(
        {"", JobState::Processing, {}, QueueState::Processing, {}, PrintState::Printing});
    evidence.device = DeviceAnswer::Silent;
    evidence.unchanged_ms = 999;
    CHECK(print_status(evidence, limits).state == PrintState::Printing);
    evidence.unchanged_ms = 1'000;
    CHECK(print_status(evidence, limits).state == PrintState::Offline);
    evidence.device = DeviceAnswer::Answered;
    CHECK(print_status(evidence, limits).state == PrintState::Printing);
    evidence.queue->reasons = {"connecting-to-device"};
    CHECK(print_status(evidence, limits).state == PrintState::Offline);
    evidence.queue->reasons = {};
    evidence.unchanged_ms = 5'000;
    CHECK(print_status(evidence, limits).state == PrintState::Offline);
}

TEST_CASE("print evidence: a cancelled job had no page only if it never ran or was stuck",
          "[printer]") {
    auto evidence =
        evidence_of({"", JobState::Cancelled, {}, QueueState::Idle, {}, PrintState::Unknown});
    evidence.job->has_begun = false;
    CHECK(print_status(evidence, {}).state == PrintState::Cancelled);
    evidence.job->has_begun = true;
    CHECK(print_status(evidence, {}).state == PrintState::Unknown);
    evidence.was_stuck = true;
    CHECK(print_status(evidence, {}).state == PrintState::Cancelled);
}

TEST_CASE("print evidence: what the device gave up is not printed", "[printer]") {
    auto evidence =
        evidence_of({"", JobState::Completed, {}, QueueState::Idle, {}, PrintState::Printed});
    evidence.device_job = JobState::Completed;
    CHECK(print_status(evidence, {}).state == PrintState::Printed);
    for (const auto end : {JobState::Aborted, JobState::Cancelled}) {
        evidence.device_job = end;
        CHECK(print_status(evidence, {}).state == PrintState::Unknown);
    }
}

TEST_CASE("print evidence: devices that only take bytes confirm nothing", "[printer]") {
    auto evidence = evidence_of({"",
                                 JobState::Completed,
                                 {},
                                 QueueState::Idle,
                                 {"media-empty-error"},
                                 PrintState::Printed});
    CHECK(print_status(evidence, {}).state == PrintState::Printed);
    for (const char* uri : {"socket://printer", "usb://x", "", "ipp://printer/?waitjob=false"}) {
        CAPTURE(uri);
        evidence.queue->device_uri = uri;
        CHECK(print_status(evidence, {}).state == PrintState::Unknown);
    }
}

TEST_CASE("print evidence: a device as it stands", "[printer]") {
    QueueFacts device;
    CHECK(device_status(device).state == PrintState::Waiting);
    device.state = QueueState::Stopped;
    CHECK(device_status(device).state == PrintState::Offline);
    device.reasons = {"media-empty-error"};
    CHECK(device_status(device).state == PrintState::OutOfPaper);
    device.reasons = {"media-jam"};
    CHECK(device_status(device).state == PrintState::Jammed);
    device = {};
    device.accepts_jobs = false;
    CHECK(device_status(device).state == PrintState::Offline);
}

TEST_CASE("print evidence: foreign words are tamed", "[printer]") {
    CHECK(tame("Papier fehlt: für Fach 1") == "Papier fehlt: für Fach 1");
    CHECK(tame("a\x1b[2Jb\n") == "a?[2Jb?");
    CHECK(tame("x\xFFy\xC3\xBC") == "x?y??");  // nothing behind the first broken byte is trusted
    CHECK(tame(std::string(5'000, 'x')).size() == 200);
    CHECK(tame(std::string(199, 'x') + "ü") == std::string(199, 'x') + "?");
}
