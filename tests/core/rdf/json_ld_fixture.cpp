// Contexts and short cuts for the tests of the JSON-LD processor.
#include "tests/core/rdf/json_ld_fixture.h"

#include "core/rdf/nquads.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>

namespace outpost::tests {

namespace {

std::string_view fate_name(rdf::MemberFate fate) {
    switch (fate) {
        case rdf::MemberFate::Keyword:
            return "keyword";
        case rdf::MemberFate::Mapped:
            return "mapped";
        case rdf::MemberFate::Empty:
            return "empty";
        case rdf::MemberFate::Dropped:
            return "dropped";
        case rdf::MemberFate::InDroppedNode:
            return "in_dropped_node";
    }
    return "?";
}

}  // namespace

std::shared_ptr<const rdf::ContextSet> project_contexts(
    const std::vector<std::pair<std::string, std::string>>& extra) {
    const auto folder = source_dir() / "assets" / "contexts";
    const auto index = json::read(read_text(folder / "index.json"));
    REQUIRE(index);
    std::deque<std::string> texts;
    std::deque<std::vector<std::string>> urls;
    std::vector<rdf::ContextDocument> documents;
    for (const auto& member : index->root().members()) {
        texts.push_back(read_text(folder / std::string(member.value.text_of("file"))));
        urls.push_back({std::string(member.name)});
        documents.push_back({texts.back(), urls.back(), member.value.text_of("sha256")});
    }
    for (const auto& [url, text] : extra) {
        urls.push_back({url});
        documents.push_back({text, urls.back(), {}});
    }
    auto set = rdf::ContextSet::make(documents);
    REQUIRE(set);
    return *set;
}

std::string JsonLdRun::nquads(std::string_view text) {
    auto document = json::read(text);
    if (!document) return "json " + std::string(code_name(document.error().code));
    documents_.push_back(std::move(document).value());
    auto dataset = processor.to_rdf(documents_.back().root(), options, &report);
    if (!dataset) {
        const auto code = std::string(code_name(dataset.error().code));
        return code + ": " + dataset.error().what;
    }
    dataset->remove_duplicates();
    std::vector<std::string> lines;
    for (const auto& quad : dataset->quads) {
        lines.emplace_back();
        rdf::append_nquad(lines.back(), quad, rdf::Escaping::Rdfc10);
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const auto& line : lines) out += line;
    datasets_.push_back(std::move(dataset).value());
    return out;
}

std::string JsonLdRun::trace(std::string_view text) {
    const auto outcome = nquads(text);
    if (outcome.find(": ") != std::string::npos && outcome.find('<') == std::string::npos)
        return outcome;
    std::string out;
    for (std::uint32_t i = 0; i < report.members.size(); ++i) {
        const auto& member = report.members[i];
        out += report.pointer_of(i) + " " + std::string(fate_name(member.fate));
        if (!member.predicate.empty()) out += " " + std::string(member.predicate);
        if (member.shares_predicate) out += " shared";
        if (member.partial) out += " partial";
        out += '\n';
    }
    return out;
}

std::string divoc_credential(std::string_view subject_id) {
    std::string text = R"({"@context":["https://www.w3.org/2018/credentials/v1",
        "https://cowin.gov.in/credentials/vaccination/v2"],
        "type":["VerifiableCredential","ProofOfVaccinationCredential"],
        "credentialSubject":{"type":"Person","id":"SUBJECT","refId":"R1","name":"Asha",
            "address":{"city":"Galle","postalCode":80000}},
        "issuer":"https://example.org/","issuanceDate":"2021-06-01T10:00:00.000Z",
        "evidence":[{"id":"https://example.org/vc/7","type":["Vaccination"],
            "batch":"B9","vaccine":"Covishield","dose":1,"totalDoses":2,"prophylaxis":"C19",
            "verifier":{"name":"Nurse"},"facility":{"name":"Clinic","address":{"city":""}}}],
        "nonTransferable":"true"})";
    return replaced(std::move(text), "SUBJECT", subject_id);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace outpost::tests
