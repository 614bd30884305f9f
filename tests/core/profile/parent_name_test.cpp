// The tutorial docs/tutorials/parent-name: its edits make a sound profile, and each one left out is
// a fault.
#include "tests/core/profile/profile_folder.h"
#include "tests/support/files.h"

#include "core/json/reader.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>

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

namespace {

/// One edit of apply.sh, made in a profile that has none or some of the others.
struct Edit {
    int step;
    const char* name;
    std::function<void(ProfileFolder&)> make;
};

constexpr const char* own_url = "https://health.example/credentials/vaccination/parent-name/v1";

std::vector<Edit> all_edits() {
    const auto replace = [](const char* file, std::string from, std::string to) {
        return [=](ProfileFolder& folder) { folder.edit(file, from, to); };
    };
    const auto append = [](const char* file, std::string text) {
        return [=](ProfileFolder& folder) { folder.set(file, folder.text(file) + text); };
    };
    const std::string contact = "[\"name\", \"nationality\", \"identity\", \"contact\"";
    const std::string v2 = "namespace = \"https://divoc.dev/credentials/vaccination/v2\"";
    return {
        {1, "member",
         replace("request.schema.json", "        \"dob\": ",
                 "        \"parentName\": {\"type\": \"string\", \"minLength\": 1},\n"
                 "        \"dob\": ")},
        {1, "required",
         replace("request.schema.json", contact + "]", contact + ", \"parentName\"]")},
        {1, "sample",
         replace("sample-request.json",
                 "    \"dob\": ", "    \"parentName\": \"Latha Sample-Devi\",\n    \"dob\": ")},
        {1, "csv",
         append("profile.toml",
                "\n[[csv]]\nheader = \"recipientParentName\"\n"
                "pointer = \"/recipient/parentName\"\n")},
        {2, "field map",
         replace("fields.json", "{\n",
                 "{\n  \"recipientParentName\": [\"recipient\", \"parentName\"],\n")},
        {2, "template",
         replace("credential.template", "    \"name\": \"{{recipientName}}\",\n",
                 "    \"name\": \"{{recipientName}}\",\n"
                 "    \"parentName\": \"{{recipientParentName}}\",\n")},
        {2, "context",
         [](ProfileFolder& folder) {
             auto text = folder.text("contexts/vaccination-v2.json");
             const std::string from = "        \"nationality\": ";
             REQUIRE(text.find(from) != std::string::npos);
             text.insert(
                 text.find(from),
                 "        \"parentName\": \"https://health.example/vocabulary#parentName\",\n");
             folder.set("contexts/vaccination-parent-name.json", text);
         }},
        {2, "index",
         replace("contexts/index.json", "{\n",
                 std::string("{\n  \"") + own_url +
                     "\": {\"file\": \"vaccination-parent-name.json\"},\n")},
        {2, "namespace",
         replace("profile.toml", v2, std::string("namespace = \"") + own_url + "\"")},
        {3, "page",
         replace("pages/a4.svg", "<rect id=\"age\" ",
                 "<rect id=\"parentName\" data-text=\"{{parentName}}\" x=\"16\" "
                 "y=\"140\" width=\"84\" height=\"5\"/>\n    <rect id=\"age\" ")},
    };
}

}  // namespace

TEST_CASE("tutorial parent name: the three steps in each combination") {
    const auto edits = all_edits();
    for (unsigned steps = 0; steps < 8; ++steps) {
        ProfileFolder folder;
        for (const auto& edit : edits)
            if ((steps >> static_cast<unsigned>(edit.step - 1) & 1U) != 0) edit.make(folder);
        INFO("steps made, as bits: " << steps);
        INFO(folder.report());
        CHECK(folder.faults().empty() == (steps == 0 || steps == 7));
    }
}

TEST_CASE("tutorial parent name: every subset of the edits") {
    const auto edits = all_edits();
    // What is sound without the rest: a member that a request may have and that nobody uses, a
    // sample with more than the schema knows, a file that nothing names. And without "required",
    // which a CSV column presupposes, the whole is a sound profile with an optional member.
    const auto is_sound = [](const std::set<std::string>& made) {
        std::set<std::string> rest = made;
        for (const auto* harmless : {"member", "sample"}) rest.erase(harmless);
        if (rest.empty() || rest == std::set<std::string>{"context"}) return true;
        if (made.size() == 10) return true;
        std::set<std::string> optional = made;
        for (const auto* left : {"sample", "page"}) optional.erase(left);
        return optional == std::set<std::string>{"member",  "field map", "template",
                                                 "context", "index",     "namespace"} &&
               made.count("page") != 0;
    };
    // One layout: half of the time, and the others know no more.
    ProfileFolder small;
    auto toml = small.text("profile.toml");
    const auto cut = [&](std::string_view from, std::string_view until) {
        const auto at = toml.find(from);
        REQUIRE(at != std::string::npos);
        toml.erase(at, toml.find(until, at + 1) - at);
    };
    cut("[[layouts]]\nname = \"card\"", "\n[[csv]]");
    small.set("profile.toml", toml);
    INFO(small.report());
    REQUIRE(small.faults().empty());
    for (unsigned bits = 0; bits < (1U << edits.size()); ++bits) {
        ProfileFolder folder = small;
        std::set<std::string> made;
        std::string names;
        for (std::size_t k = 0; k < edits.size(); ++k)
            if ((bits >> k & 1U) != 0) {
                edits[k].make(folder);
                made.insert(edits[k].name);
                names += std::string(names.empty() ? "" : ", ") + edits[k].name;
            }
        const bool is_silent = folder.faults().empty();
        if (is_silent != is_sound(made)) {
            INFO("edits made: " << names);
            INFO(folder.report());
            CHECK(is_silent == is_sound(made));
        }
    }
    CHECK(edits.size() == 10);
}
