// The tutorial docs/tutorials/parent-name: its edits make a sound profile, and each one left out is
// a fault.
#include "tests/core/profile/profile_folder.h"
#include "tests/support/files.h"

#include "core/json/reader.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

using namespace outpost;
using outpost::tests::has_fault;
using outpost::tests::ProfileFolder;

namespace {

std::filesystem::path tutorial() {
    return tests::source_dir() / "docs/tutorials/parent-name/apply.sh";
}

int apply_to(const std::filesystem::path& copy) {
    const auto command = "sh '" + tutorial().string() + "' '" + copy.string() + "' 2>/dev/null";
    return std::system(command.c_str());
}

std::filesystem::path copied_profile(const tests::TemporaryFolder& folder) {
    const auto copy = folder.path() / "copy of a profile";
    std::filesystem::copy(tests::source_dir() / "assets/profiles/vaccination", copy,
                          std::filesystem::copy_options::recursive);
    return copy;
}

}  // namespace

TEST_CASE("tutorial parent name: all edits made") {
    const tests::TemporaryFolder temporary;
    const auto copy = copied_profile(temporary);
    REQUIRE(apply_to(copy) == 0);
    const ProfileFolder folder(copy.string());
    INFO(folder.report());
    CHECK(folder.faults().empty());
    CHECK_FALSE(has_fault(folder.faults(true), "request.schema.json", "required_unused"));

    const auto profile = folder.load();
    const auto errors = profile.check_request(*profile.kind("certify-v3"),
                                              ProfileFolder().text("sample-request.json"));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].path == "/recipient/parentName");
    CHECK(errors[0].code == intake::ItemCode::Required);

    const auto item = json::read(profile.sample_request());
    const auto values = json::read(R"({"dose":1,"totalDoses":2})");
    REQUIRE(item);
    REQUIRE(values);
    const auto credential =
        profile.credential_json(*profile.kind("certify-v3"), item->root(), values->root());
    REQUIRE(credential);
    CHECK(credential->find(R"("parentName":"Latha Sample-Devi")") != std::string::npos);

    CHECK(apply_to(copy) != 0);  // a second time
    CHECK(ProfileFolder(copy.string()).faults().empty());
    CHECK(apply_to(temporary.path()) != 0);  // no profile
}

TEST_CASE("tutorial parent name: an edit that does not take is said") {
    const tests::TemporaryFolder temporary;
    const auto copy = copied_profile(temporary);
    std::filesystem::copy(copy / "pages/card.svg", copy / "pages/a4.svg",
                          std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy(copy / "icd.json", copy / "sample-request.json",
                          std::filesystem::copy_options::overwrite_existing);
    CHECK(apply_to(copy) != 0);
}

TEST_CASE("tutorial parent name: each edit left out is a fault") {
    const tests::TemporaryFolder temporary;
    const auto copy = copied_profile(temporary);
    REQUIRE(apply_to(copy) == 0);
    const ProfileFolder original;
    ProfileFolder folder(copy.string());
    const auto is_found = [&](const std::string& file, const std::string& code) {
        const auto faults = folder.faults();
        INFO(folder.report());
        CHECK(has_fault(faults, file, code));
    };

    SECTION("the member in the schema") {
        folder.edit("request.schema.json",
                    "        \"parentName\": {\"type\": \"string\", \"minLength\": 1},\n", "");
        is_found("request.schema.json", "required_not_declared");
    }
    SECTION("that it is required") {
        folder.edit("request.schema.json", ", \"parentName\"]", "]");
        is_found("profile.toml", "csv_required_differs");
    }
    SECTION("the whole schema") {
        folder.set("request.schema.json", original.text("request.schema.json"));
        is_found("fields.json", "field_path_unknown");
        is_found("profile.toml", "csv_pointer_unknown");
    }
    SECTION("the sample") {
        folder.set("sample-request.json", original.text("sample-request.json"));
        is_found("sample-request.json", "sample_refused");
    }
    SECTION("the CSV column") {
        folder.edit("profile.toml",
                    "\n[[csv]]\nheader = \"recipientParentName\"\npointer = "
                    "\"/recipient/parentName\"\n",
                    "");
        is_found("request.schema.json", "csv_column_missing");
    }
    SECTION("the field map") {
        folder.set("fields.json", original.text("fields.json"));
        is_found("credential.template", "placeholder_without_source");
    }
    SECTION("the QR content") {
        folder.set("credential.template", original.text("credential.template"));
        is_found("fields.json", "field_unused");
        is_found("contexts/vaccination-parent-name.json", "term_unused");
    }
    SECTION("the context's term") {
        folder.set("contexts/vaccination-parent-name.json",
                   original.text("contexts/vaccination-v2.json"));
        is_found("credential.template", "member_not_signed");
    }
    SECTION("the context's file") {
        folder.remove("contexts/vaccination-parent-name.json");
        is_found("contexts/vaccination-parent-name.json", "file_missing");
    }
    SECTION("the context's URL in the index") {
        folder.set("contexts/index.json", original.text("contexts/index.json"));
        is_found("profile.toml", "namespace_unknown");
    }
    SECTION("the namespace") {
        folder.edit("profile.toml", "https://health.example/credentials/vaccination/parent-name/v1",
                    "https://divoc.dev/credentials/vaccination/v2");
        is_found("credential.template", "member_not_signed");
    }
    SECTION("the page") {
        folder.set("pages/a4.svg", original.text("pages/a4.svg"));
        is_found("credential.template", "member_not_on_page");
    }
}
