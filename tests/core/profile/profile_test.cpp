#include "core/profile/profile.h"

#include "tests/core/profile/profile_folder.h"

#include <catch2/catch.hpp>

using namespace outpost;
using outpost::tests::has_fault;
using outpost::tests::ProfileFolder;
using Lines = std::vector<std::string>;

TEST_CASE("profile: the shipped one is without fault") {
    const ProfileFolder folder;
    INFO(folder.report());
    CHECK(folder.faults().empty());
}

TEST_CASE("profile: what profile.toml says") {
    const auto profile = ProfileFolder().load();
    CHECK(profile.name() == "vaccination");
    CHECK(profile.version() == "1");
    CHECK(profile.issuer().issuer == "https://divoc.dev/");
    CHECK(profile.issuer().evidence_base_url == "https://divoc.dev/vaccine/");
    CHECK(profile.issuer().identity_rejection_pattern == "^NA$|^.?$");
    CHECK(profile.update_limit() == 100);
    CHECK(profile.uses_program_id());
    CHECK(profile.time_zone() == "Asia/Kolkata");
    CHECK(profile.queue_signers().empty());
    REQUIRE(profile.layouts().size() == 3);
    CHECK(profile.layouts()[0].name == "a4");
    CHECK(profile.layouts()[0].dates.time_zone == "Asia/Kolkata");
    CHECK(profile.layouts()[0].symbol.form == PayloadForm::Divoc);
    CHECK(profile.layouts()[1].symbol.form == PayloadForm::Compact);
    CHECK(profile.layouts()[2].dpi == 203);
    for (const auto* name : {"certify-v3", "update-v3"}) {
        REQUIRE(profile.kind(name) != nullptr);
        CHECK(profile.kind(name)->namespace_url == "https://divoc.dev/credentials/vaccination/v2");
    }
    for (const auto* name : {"certify-v1", "update-v1"}) {
        REQUIRE(profile.kind(name) != nullptr);
        CHECK(profile.kind(name)->namespace_url == "https://divoc.dev/credentials/vaccination/v1");
    }
    CHECK(profile.kind("certify-v2") == nullptr);
    CHECK(profile.csv_columns().size() == 28);
    CHECK(profile.csv_columns()[2].form == intake::CsvColumn::Form::Telephone);
    CHECK_FALSE(profile.csv_columns()[3].is_required);
    CHECK(profile.vaccines().size() == 21);
    CHECK(profile.vaccines()[3].name == "sputnikv");
    REQUIRE(profile.icd("XM9QW8") != nullptr);
    CHECK(profile.icd("XM9QW8")->term == "COVID-19 vaccine, non-replicating viral vector");
    CHECK(profile.icd("XX") == nullptr);
}

TEST_CASE("profile: faults of profile.toml with their lines") {
    const auto fault_of = [](std::string_view from, std::string_view to) {
        ProfileFolder folder;
        folder.edit("profile.toml", from, to);
        const auto faults = folder.faults();
        REQUIRE_FALSE(faults.empty());
        return faults.front();
    };
    CHECK(fault_of("outpost_profile = 1", "outpost_profile = 2") ==
          "profile.toml:2 value_not_allowed");
    CHECK(fault_of("outpost_profile = 1\n", "") == "profile.toml:1 key_missing");
    CHECK(fault_of("version = \"1\"", "version = 1") == "profile.toml:4 key_type");
    CHECK(fault_of("version = \"1\"", "version = \"1") == "profile.toml:4 toml_syntax");
    CHECK(fault_of("version = \"1\"", "version = \"1\"\nvresion = \"1\"") ==
          "profile.toml:5 key_unknown");
    CHECK(fault_of("time_zone = \"Asia/Kolkata\"", "time_zone = \"Asia/Nowhere\"") ==
          "profile.toml:5 time_zone_unknown");
    CHECK(fault_of("did = \"did:outpost:demo\"", "") == "profile.toml:7 key_missing");
    CHECK(fault_of("did = \"did:outpost:demo\"", "did = \"outpost\"") ==
          "profile.toml:10 value_not_allowed");
    CHECK(fault_of("issuer = \"https://divoc.dev/\"", "issuer = \"divoc.dev/\"") ==
          "profile.toml:8 value_not_allowed");
    for (const auto* pattern : {"(", "(a+)+", "(a|b)*", "[", "a{1,5}*"})
        CHECK(fault_of("\"^NA$|^.?$\"", "'" + std::string(pattern) + "'") ==
              "profile.toml:15 value_not_allowed");
    CHECK(fault_of("update_limit = 100", "update_limit = -1") ==
          "profile.toml:18 value_not_allowed");
    CHECK(fault_of("level = \"M\"", "level = \"X\"") == "profile.toml:23 value_not_allowed");
    CHECK(fault_of("module_mm_min = 0.25", "module_mm_min = nan") ==
          "profile.toml:24 value_not_allowed");
    CHECK(fault_of("fields = \"fields.json\"", "fields = \"../fields.json\"") ==
          "profile.toml:27 value_not_allowed");
    CHECK(fault_of("fields = \"fields.json\"", "fields = \"/etc/passwd\"") ==
          "profile.toml:27 value_not_allowed");
    CHECK(fault_of("signers = []", "signers = [1]") == "profile.toml:34 key_type");
    CHECK(fault_of("[kinds.certify-v1]", "[kinds.certify-v9]") == "profile.toml:41 key_unknown");
    CHECK(fault_of("name = \"card\"", "name = \"a4\"") == "profile.toml:53 duplicate");
    CHECK(fault_of("header = \"recipientAge\"", "header = \"recipientName\"").find("duplicate") !=
          std::string::npos);
}

TEST_CASE("profile: queue signers") {
    ProfileFolder folder;
    folder.edit("profile.toml", "signers = []", "signers = [\"RWabc\", \"RWdef\"]");
    const auto profile = folder.load();
    REQUIRE(profile.queue_signers().size() == 2);
    CHECK(profile.queue_signers()[1] == "RWdef");
}

TEST_CASE("profile: missing and broken files") {
    for (const auto* file :
         {"profile.toml", "request.schema.json", "request-v1.schema.json", "credential.template",
          "credential-v1.template", "fields.json", "vaccines.json", "icd.json",
          "contexts/index.json", "contexts/vaccination-v2.json", "pages/a4.svg",
          "sample-request.json"}) {
        DYNAMIC_SECTION(file) {
            ProfileFolder folder;
            folder.remove(file);
            CHECK(folder.faults() == Lines{std::string(file) + ":0 file_missing"});
        }
    }
    const auto fault_of = [](const std::string& file, std::string text) {
        ProfileFolder folder;
        folder.set(file, std::move(text));
        const auto faults = folder.faults();
        REQUIRE_FALSE(faults.empty());
        return faults.front();
    };
    CHECK(fault_of("fields.json", "{\n\"a\": [1]}") == "fields.json:2 field_map_syntax");
    CHECK(fault_of("fields.json", "{\n\"a\": []}") == "fields.json:2 field_map_syntax");
    CHECK(fault_of("fields.json", "{\"a\": [\"b\"],\n\"a\": [\"c\"]}").find("field_map_syntax") !=
          std::string::npos);
    CHECK(fault_of("fields.json", "[]") == "fields.json:0 field_map_syntax");
    CHECK(fault_of("vaccines.json", "[\n{}]") == "vaccines.json:2 table_syntax");
    CHECK(fault_of("vaccines.json", R"([{"vaccineName":"x","icd11Code":"nope"}])") ==
          "icd.json:0 table_code_unknown");
    CHECK(fault_of("icd.json", "{\n\"X\": {}}") == "icd.json:2 table_syntax");
    CHECK(
        fault_of("contexts/index.json", "{\n\"https://x.example/\": {\"file\": \"../a.json\"}}") ==
        "contexts/index.json:2 context_index");
    CHECK(fault_of("contexts/vaccination-v2.json", "{}") ==
          "contexts/vaccination-v2.json:0 context_syntax");
    CHECK(fault_of("credential.template", "{\n\"a\": \"{{>b}}\"}") ==
          "credential.template:2 template_syntax");
    CHECK(fault_of("sample-request.json", "{").find("sample_syntax") != std::string::npos);
    CHECK(fault_of("pages/a4.svg", "<svg").find("page_syntax") != std::string::npos);
    CHECK(fault_of("pages/a4.svg", std::string(5 * 1024 * 1024, ' ')) ==
          "pages/a4.svg:0 file_too_large");
}

TEST_CASE("profile: hostile profile.toml") {
    const auto fault_of = [](std::string text) {
        ProfileFolder folder;
        folder.set("profile.toml", std::move(text));
        const auto faults = folder.faults();
        REQUIRE_FALSE(faults.empty());
        return faults.front().substr(faults.front().find(' ') + 1);
    };
    CHECK(fault_of("") == "key_missing");
    CHECK(fault_of("a = " + std::string(10'000, '[')) == "toml_syntax");
    CHECK(fault_of("a = \"\xFF\"") == "toml_syntax");
    CHECK(fault_of(std::string("a = \"\0\"", 7)) == "toml_syntax");
    CHECK(fault_of("a = 1\na = 2") == "toml_syntax");
    CHECK(fault_of(std::string(300 * 1024, '#')) == "file_too_large");
    std::string many = ProfileFolder().text("profile.toml");
    for (int i = 0; i < 300; ++i) many += "\n[[csv]]\nheader = \"h" + std::to_string(i) + "\"\n";
    CHECK(fault_of(many) == "key_type");
}

TEST_CASE("profile: damaged files either load or say what is wrong") {
    std::uint32_t state = 1;
    const auto next = [&state](std::size_t bound) {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::size_t>(state >> 8U) % bound;
    };
    std::size_t refused = 0;
    for (const auto* file :
         {"profile.toml", "request.schema.json", "credential.template", "fields.json", "icd.json",
          "contexts/index.json", "contexts/vaccination-v2.json", "sample-request.json"}) {
        const auto original = ProfileFolder().text(file);
        for (int round = 0; round < 30; ++round) {
            auto text = original;
            static constexpr std::string_view bytes = "{}[]\",:\\0x\x01\xC3 \n#=<&";
            if (round % 3 == 0)
                text.resize(next(text.size()));
            else
                text[next(text.size())] = bytes[next(bytes.size())];
            ProfileFolder folder;
            folder.set(file, text);
            if (!folder.faults().empty()) ++refused;  // faults() checks that a refusal is told
        }
    }
    CHECK(refused > 100);
}

TEST_CASE("profile.toml: characters beyond ASCII stand only in quotes and comments") {
    const auto faults_with = [](const std::string& line) {
        ProfileFolder folder;
        folder.set("profile.toml", line + "\n" + folder.text("profile.toml"));
        return folder.faults();
    };
    for (const char* line : {"\uFE7F", "\u00E9 = 1", "a = 1 \u00A1", "\"a\" \u2E80 = 1",
                             "a = \"x\\\"\" \u0100", "a = '\\' \u0100", "a = '''x''''' \u0100",
                             "a = \"\\\u00E9\"", "a = '\u00E9'", "\xFF", "a = +\"..\u0464\""}) {
        INFO(line);
        const auto faults = faults_with(line);
        REQUIRE(faults.size() == 1);
        CHECK(has_fault(faults, "profile.toml", "toml_syntax"));
    }
    ProfileFolder folder;
    folder.edit("profile.toml", "name = \"a4\"", "name = \"a4\"  # \u00E9 \"");
    folder.set("profile.toml", "\uFEFF# \u00E9\n" + folder.text("profile.toml"));
    INFO(folder.report());
    CHECK(folder.faults().empty());
    // The value is what stands there, also in several lines and before an end of four quotes.
    folder.edit("profile.toml", "name = \"card\"", "name = \"\"\"k\u00E4 \\\n  \U0001F600\"\"\"\"");
    const auto profile = folder.load();
    CHECK(profile.layouts()[1].name == "k\u00E4 \U0001F600\"");
}
