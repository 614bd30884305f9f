#include "tests/core/profile/profile_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>

using outpost::tests::has_fault;
using outpost::tests::ProfileFolder;

namespace {

/// The shipped profile with one edit: the faults it has.
std::vector<std::string> after(const std::string& file, std::string_view from, std::string_view to,
                               bool with_warnings = false) {
    ProfileFolder folder;
    folder.edit(file, from, to);
    auto faults = folder.faults(with_warnings);
    UNSCOPED_INFO(folder.report());
    return faults;
}

bool stands(const std::vector<std::string>& faults, const std::string& line) {
    return std::find(faults.begin(), faults.end(), line) != faults.end();
}

constexpr const char* name_line = "    \"name\": \"{{recipientName}}\",\n";

}  // namespace

TEST_CASE("cross check: placeholders and the field map") {
    CHECK(stands(after("credential.template", name_line, "    \"name\": \"{{recipentName}}\",\n"),
                 "credential.template:8 placeholder_without_source"));
    CHECK(stands(after("credential.template", "\"{{recipientGender}}\"", "{{recipientGender}}"),
                 "credential.template:9 placeholder_not_quoted"));
    CHECK(stands(after("fields.json", "[\"recipient\", \"gender\"]", "[\"recipient\", \"sex\"]"),
                 "fields.json:2 field_path_unknown"));
    CHECK(stands(after("fields.json", "{\n", "{\n  \"unused\": [\"recipient\", \"name\"],\n"),
                 "fields.json:2 field_unused"));
    // `meta` is free: any path below it may be meant.
    CHECK_FALSE(
        has_fault(after("fields.json", "[\"recipient\", \"gender\"]", "[\"meta\", \"a\", \"b\"]"),
                  "fields.json", "field_path_unknown"));
}

TEST_CASE("cross check: CSV columns") {
    CHECK(has_fault(
        after("profile.toml", "pointer = \"/recipient/name\"", "pointer = \"/recipient/nmae\""),
        "profile.toml", "csv_pointer_unknown"));
    CHECK(has_fault(
        after("profile.toml", "pointer = \"/recipient/name\"", "pointer = \"/recipient/nmae\""),
        "request.schema.json", "csv_column_missing"));
    CHECK(has_fault(after("profile.toml", "pointer = \"/vaccination/batch\"\nrequired = false",
                          "pointer = \"/vaccination/batch\""),
                    "profile.toml", "csv_required_differs"));
}

TEST_CASE("cross check: the sample") {
    const auto faults =
        after("sample-request.json", "\"name\": \"Meera Sample-Devi\"", "\"name\": \"\"");
    CHECK(stands(faults, "sample-request.json:7 sample_refused"));
    ProfileFolder folder;
    folder.set("sample-request.json", "[\n" + folder.text("sample-request.json") + "]");
    CHECK(folder.faults().empty());
    folder.edit("sample-request.json", "\"dose\": 1", "\"dose\": 0");
    CHECK(has_fault(folder.faults(), "sample-request.json", "sample_refused"));
    folder.set("sample-request.json", "[]");
    CHECK(stands(folder.faults(), "sample-request.json:0 sample_refused"));
    CHECK(has_fault(after("sample-request.json", "    \"dose\": 1,\n", ""), "credential.template",
                    "credential_refused"));
}

TEST_CASE("cross check: a template that gives no JSON, with its line") {
    CHECK(after("credential.template", name_line, "    \"name\": \"{{recipientName}}\"\n") ==
          std::vector<std::string>{"credential.template:9 credential_refused"});
    CHECK(after("credential.template", name_line,
                std::string(name_line) + "    \"name\": \"{{recipientName}}\",\n") ==
          std::vector<std::string>{"credential.template:9 credential_refused"});
    CHECK(
        after("credential.template", name_line, "    \"name\": \"{{recipientName}\",\n").front() ==
        "credential.template:8 template_syntax");
}

TEST_CASE("cross check: a context that can not be applied") {
    ProfileFolder folder;
    auto context = folder.text("contexts/vaccination-v2.json");
    const std::string from = "\"refId\": \"schema:id\",";
    context.replace(context.find(from), from.size(), "\"refId\": {\"@id\": 5},");
    folder.set("contexts/own.json", context);
    folder.edit("contexts/index.json", "{\n",
                "{\n  \"https://x.example/v1\": {\"file\": \"own.json\"},\n");
    folder.edit("profile.toml", "namespace = \"https://divoc.dev/credentials/vaccination/v2\"",
                "namespace = \"https://x.example/v1\"");
    CHECK(has_fault(folder.faults(), "contexts/own.json", "credential_not_linked"));
}

TEST_CASE("cross check: contexts") {
    CHECK(stands(
        after("credential.template", name_line,
              "    \"name\": \"{{recipientName}}\",\n    \"nick\": \"{{recipientName}}\",\n"),
        "credential.template:9 member_not_signed"));
    CHECK(
        stands(after("profile.toml", "namespace = \"https://divoc.dev/credentials/vaccination/v2\"",
                     "namespace = \"https://nowhere.example/v2\""),
               "profile.toml:37 namespace_unknown"));
    CHECK(stands(after("contexts/vaccination-v2.json", "\"dob\": \"schema:date\"",
                       "\"dob\": \"schema:birthDate\""),
                 "contexts/vaccination-v2.json:0 context_changed"));
    // dob is unknown to the v1 context.
    CHECK(has_fault(
        after("profile.toml", "namespace = \"https://divoc.dev/credentials/vaccination/v2\"",
              "namespace = \"https://divoc.dev/credentials/vaccination/v1\""),
        "credential.template", "member_not_signed"));
    const auto warnings = ProfileFolder().faults(true);
    CHECK(has_fault(warnings, "credential.template", "shares_predicate"));
    CHECK_FALSE(has_fault(ProfileFolder().faults(), "credential.template", "shares_predicate"));
    CHECK(has_fault(after("credential.template", "\"id\": \"{{recipientIdentifier}}\"",
                          "\"id\": \"{{recipientName}}\""),
                    "credential.template", "member_not_signed"));
}

TEST_CASE("cross check: an own context with a term that nothing fills") {
    ProfileFolder folder;
    auto context = folder.text("contexts/vaccination-v2.json");
    const std::string from = "\"refId\": \"schema:id\",";
    context.replace(context.find(from), from.size(),
                    from + "\n        \"blood\": \"https://x.example/#blood\",");
    folder.set("contexts/own.json", context);
    folder.edit("contexts/index.json", "{\n",
                "{\n  \"https://x.example/v1\": {\"file\": \"own.json\"},\n");
    folder.edit("profile.toml", "namespace = \"https://divoc.dev/credentials/vaccination/v2\"",
                "namespace = \"https://x.example/v1\"");
    INFO(folder.report());
    CHECK(has_fault(folder.faults(), "contexts/own.json", "term_unused"));
    CHECK(folder.faults().size() == 1);
    folder.edit("credential.template", name_line,
                std::string(name_line) + "    \"blood\": \"{{recipientName}}\",\n");
    CHECK(has_fault(folder.faults(), "credential.template", "member_not_on_page"));
    CHECK_FALSE(has_fault(folder.faults(), "contexts/own.json", "term_unused"));
}

TEST_CASE("cross check: pages") {
    const auto faults =
        after("pages/a4.svg", "data-text=\"{{nationality}}\"", "data-text=\"{{nation}}\"");
    REQUIRE(faults.size() == 1);
    CHECK(has_fault(faults, "pages/a4.svg", "page_placeholder_unfilled"));
    CHECK(faults.front().rfind("pages/a4.svg:0 ", 0) != 0);
    CHECK(
        after("pages/a4.svg", "data-text=\"{{nationality}}\"",
              "data-text=\"{{request.recipient.nationality}} {{meta.any}} {{credential.issuer}}\"")
            .empty());
    CHECK(has_fault(after("pages/a4.svg", "data-text=\"{{nationality}}\"",
                          "data-text=\"{{request.recipient.nation}}\""),
                    "pages/a4.svg", "page_placeholder_unfilled"));
    CHECK(
        has_fault(after("pages/a4.svg", "data-text=\"{{vaxBatch}}\"", "data-text=\"{{vaxBtch}}\""),
                  "pages/a4.svg", "page_placeholder_unfilled"));
}

TEST_CASE("cross check: the symbol at its worst") {
    CHECK(stands(after("profile.toml", "module_mm_min = 0.25", "module_mm_min = 2.5"),
                 "pages/a4.svg:0 symbol_too_small"));
    CHECK(has_fault(after("sample-request.json", "\"addressLine1\": \"14 Harbour Lane\"",
                          "\"addressLine1\": \"" + std::string(900, 'x') + "\""),
                    "pages/a4.svg", "symbol_too_large"));
}

TEST_CASE("cross check: a required member that neither QR content nor page has") {
    ProfileFolder folder;
    const std::string required =
        "\"required\": [\"name\", \"nationality\", \"identity\", \"contact\"";
    folder.edit("request.schema.json", required + "]", required + ", \"age\", \"gender\"]");
    CHECK_FALSE(has_fault(folder.faults(true), "request.schema.json", "required_unused"));
    // A line of the field map that no template uses is no use.
    folder.edit("credential.template", "    \"gender\": \"{{recipientGender}}\",\n", "");
    folder.edit("credential-v1.template", "    \"gender\": \"{{recipientGender}}\",\n", "");
    CHECK(has_fault(folder.faults(), "request.schema.json", "required_unused"));
    folder.edit("pages/a4.svg", "data-text=\"{{nationality}}\"",
                "data-text=\"{{request.recipient.gender}}\"");
    CHECK_FALSE(has_fault(folder.faults(), "request.schema.json", "required_unused"));
}

TEST_CASE("cross check: a misspelt placeholder is told once") {
    ProfileFolder folder;
    for (const auto* file : {"credential.template", "credential-v1.template"})
        folder.edit(file, name_line, "    \"name\": \"{{recipentName}}\",\n");
    const auto faults = folder.faults();
    INFO(folder.report());
    REQUIRE(faults.size() == 2);  // one a file
    for (const auto& fault : faults)
        CHECK(fault.find(" placeholder_without_source") != std::string::npos);
}

TEST_CASE("cross check: boxes over the symbol and over each other") {
    const std::string name_box = R"(data-text="{{name}}" x="16" y="58" width="84")";
    // The square of the code begins at 104 mm.
    CHECK_FALSE(has_fault(
        after("pages/a4.svg", name_box, R"(data-text="{{name}}" x="16" y="58" width="88")"),
        "pages/a4.svg", "box_over_symbol"));
    CHECK(has_fault(
        after("pages/a4.svg", name_box, R"(data-text="{{name}}" x="16" y="58" width="90")"),
        "pages/a4.svg", "box_over_symbol"));
    ProfileFolder folder;
    CHECK_FALSE(has_fault(folder.faults(true), "pages/a4.svg", "boxes_overlap"));
    CHECK_FALSE(has_fault(folder.faults(true), "pages/card.svg", "boxes_overlap"));
    CHECK_FALSE(has_fault(folder.faults(true), "pages/receipt.svg", "boxes_overlap"));
    const auto overlapping =
        after("pages/a4.svg", name_box, R"(data-text="{{name}}" x="16" y="62" width="84")", true);
    CHECK(has_fault(overlapping, "pages/a4.svg", "boxes_overlap"));
    CHECK_FALSE(has_fault(
        after("pages/a4.svg", name_box, R"(data-text="{{name}}" x="16" y="62" width="84")"),
        "pages/a4.svg", "boxes_overlap"));
    // A condition of its own is an alternative only to another condition.
    CHECK(has_fault(after("pages/a4.svg", name_box,
                          R"(data-text="{{name}}" data-if="name" x="16" y="50" width="84")", true),
                    "pages/a4.svg", "boxes_overlap"));
    // Rows that are higher than their step.
    CHECK(has_fault(after("pages/a4.svg", "data-step-mm=\"7\"", "data-step-mm=\"6\"", true),
                    "pages/a4.svg", "boxes_overlap"));
}

TEST_CASE("cross check: messages name a layout by its name") {
    ProfileFolder folder;
    folder.edit("profile.toml", "name = \"card\"", "name = \"card\"\ncolour = 1");
    CHECK_FALSE(folder.faults().empty());
    CHECK(folder.report().find("[[layouts]] \"card\": colour") != std::string::npos);
    CHECK(folder.report().find("layouts.") == std::string::npos);
}
