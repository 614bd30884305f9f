#include "core/proof/sign_document.h"

#include "core/base/time.h"
#include "core/json/writer.h"
#include "core/proof/suite.h"

#include <algorithm>
#include <vector>

namespace outpost::proof {

namespace {

/// type, cryptosuite, created, verificationMethod, proofPurpose, in the order of DIVOC's signer.
std::vector<json::Member> proof_members(const json::Value& document, const ProofRequest& request,
                                        const Suite& suite) {
    const auto text = [](std::string_view value) { return json::Value::string(value); };
    std::vector<json::Member> members{{"type", text(suite.proof_type)}};
    if (!suite.cryptosuite.empty()) members.push_back({"cryptosuite", text(suite.cryptosuite)});
    members.push_back({"created", text(request.created)});
    members.push_back({"verificationMethod", text(request.verification_method)});
    members.push_back({"proofPurpose", text("assertionMethod")});
    // vc-di-eddsa section 3.3.1: a proof over canonical JSON repeats the document's context.
    const json::Value* context = document.find("@context");
    if (suite.allows_context && context != nullptr) members.push_back({"@context", *context});
    return members;
}

bool is_signed(const rdf::MappingReport& report) {
    return std::none_of(report.members.begin(), report.members.end(), [](const auto& member) {
        return member.fate == rdf::MemberFate::Dropped ||
               member.fate == rdf::MemberFate::InDroppedNode;
    });
}

Result<void> check_request(const json::Value& document, const ProofRequest& request,
                           const Suite& suite, const crypto::SigningKey& key) {
    if (!document.is_object()) return Error{Errc::BadValue, 0, "document is no JSON object"};
    if (document.find("proof") != nullptr)
        return Error{Errc::BadValue, 0, "document has a proof already"};
    if (request.verification_method.find(':') == std::string_view::npos)
        return Error{Errc::BadValue, 0, "verification method without a scheme"};
    if (!parse_rfc3339(request.created))
        return Error{Errc::BadValue, 0, "created is no RFC 3339 instant"};
    if (key.type() != suite.key_type)
        return Error{Errc::BadKey, 0, "key of another type than the suite's"};
    return {};
}

}  // namespace

Result<std::string> sign_document(const json::Value& document, const ProofRequest& request,
                                  const crypto::SigningKey& key, rdf::Processor& processor) {
    const Suite& suite = suite_of(request.suite);
    OUTPOST_TRY_VOID(check_request(document, request, suite, key));
    const std::vector<json::Member> members = proof_members(document, request, suite);
    const json::Value node = json::Value::object(members);
    ProofRecord record;
    record.node = &node;
    record.suite = request.suite;
    OUTPOST_TRY(const SignedBytes bytes, bytes_to_be_signed(document, record, processor));
    if (!is_signed(bytes.report) || !is_signed(bytes.proof_report))
        return Error{Errc::UnmappedMember, 0, "a member would not be signed"};
    OUTPOST_TRY(const Bytes signature, suite.sign(key, bytes.message));

    json::Writer writer;
    writer.begin_object();
    for (const json::Member& member : document.members())
        writer.key(member.name).value(member.value);
    writer.key("proof").begin_object();
    for (const json::Member& member : members) writer.key(member.name).value(member.value);
    writer.key(suite.signature_member).value(suite.encode_signature(signature));
    writer.end_object().end_object();
    return std::move(writer).take();
}

}  // namespace outpost::proof
