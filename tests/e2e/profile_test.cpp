// outpost profile check, explain and preview.
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

/// A copy of the shipped profile with edits.
class ProfileCopy {
  public:
    ProfileCopy() {
        fs::copy(source_dir() / "assets/profiles/vaccination", path(), fs::copy_options::recursive);
    }
    [[nodiscard]] std::string path() const { return (folder_.path() / "profile").string(); }
    [[nodiscard]] std::string out() const { return (folder_.path() / "out").string(); }
    void edit(const std::string& file, const std::string& from, const std::string& to) const {
        auto text = read_text(fs::path(path()) / file);
        INFO(file << " has once: " << from);
        REQUIRE(text.find(from) != std::string::npos);
        text.replace(text.find(from), from.size(), to);
        std::ofstream(fs::path(path()) / file) << text;
    }
    [[nodiscard]] ProgramResult check() const { return run_outpost({"profile", "check", path()}); }

  private:
    TemporaryFolder folder_;
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("e2e: a misspelt placeholder is told without what follows from it", "[e2e][profile]") {
    const ProfileCopy copy;
    copy.edit("credential.template", "{{recipientIdentifier}}", "{{recipientIdentifer}}");
    const auto check = copy.check();
    INFO(check.out << check.err);
    CHECK(check.exit_code == 1);
    CHECK(has(check.out, "placeholder_without_source"));
    CHECK_FALSE(has(check.out, "sample_not_issued"));
    CHECK_FALSE(has(check.out, "signature"));
}

TEST_CASE("e2e: profile check tells of fonts, shortened texts and boxes", "[e2e][profile]") {
    const ProfileCopy copy;
    copy.edit("pages/a4.svg", "font-family=\"Noto Sans\"", "font-family=\"Nowhere Grotesk\"");
    copy.edit("pages/card.svg", R"(width="31" height="8.8" data-valign="middle")",
              R"(width="5" height="1.5" data-valign="middle")");
    auto check = copy.check();
    INFO(check.out << check.err);
    CHECK(check.exit_code == 0);
    CHECK(has(check.out, "pages/a4.svg:"));
    CHECK(has(check.out, "Nowhere Grotesk is not installed"));
    CHECK(has(check.out, "the box name and is shortened on the page (text_shortened)"));
    // Too small for any text: the box is named, and its line.
    copy.edit("pages/card.svg", R"(data-text="{{age}}" x="24.5" y="28.4" width="11" height="3.8")",
              R"(data-text="{{age}}" x="24.5" y="28.4" width="11" height="0.4")");
    check = copy.check();
    INFO(check.out << check.err);
    CHECK(check.exit_code == 1);
    CHECK(has(check.out, "the text of the box age does not fit even at its smallest size"));
    CHECK_FALSE(has(check.out, "too_long"));
    CHECK_FALSE(has(check.out, "card.svg: the sample's page"));  // it has a line
}

TEST_CASE("e2e: profile explain tells sources and the pages that show a field", "[e2e][profile]") {
    const ProfileCopy copy;
    const auto explained = run_outpost({"profile", "explain", "--json", copy.path()});
    REQUIRE(explained.exit_code == 0);
    std::map<std::string, std::string> from;
    std::map<std::string, std::string> to;
    std::map<std::string, std::string> layouts;
    for (const auto& line : explained.lines()) {
        const auto name = std::string(line.root().text_of("field"));
        from[name] = line.root().text_of("from");
        to[name] = line.root().text_of("member");
        for (const auto& layout : line.root().find("layouts")->items())
            layouts[name] += std::string(layout.as_string()) + " ";
    }
    CHECK(from["recipientName"] == "/recipient/name");
    CHECK(from["dose"] == "/vaccination/dose");
    CHECK(from["recipientAge"] == "/recipient/age, else from /recipient/dob");
    CHECK(from["recipientGender"] == "/recipient/gender");
    for (const auto& [name, source] : from) {
        INFO(name);
        CHECK_FALSE(source.empty());
        CHECK(source != "computed");
        CHECK_FALSE(to[name].empty());
    }
    CHECK(to["namespace"] == "/@context/1");
    CHECK(layouts["recipientIdentifier"] == "a4 card receipt ");
    // Of vaxEvents, which only the A4 page shows, it shows countries but no manufacturers.
    CHECK(layouts["facilityAddressCountry"] == "a4 ");
    CHECK(layouts["manufacturer"] == "a4 ");
    copy.edit("pages/a4.svg", "{{vaccineManufacturer}}", "");
    copy.edit("pages/a4.svg", "data-if=\"vaccineManufacturer\"", "");
    const auto without = run_outpost({"profile", "explain", "--json", copy.path()});
    for (const auto& line : without.lines())
        if (line.root().text_of("field") == "manufacturer")
            CHECK(line.root().find("layouts")->items().empty());
}

TEST_CASE("e2e: issue tells of a text that stands cut on the page", "[e2e][profile]") {
    const ProfileCopy copy;
    KioskFolder kiosk;
    kiosk.profile = copy.path();
    copy.edit("pages/a4.svg", R"(width="84" height="21")", R"(width="4" height="1.6")");
    const auto run = kiosk.issue(
        {"--kiosk", "1", "--at", first_instant, kiosk.file("q.json", request_item("R1", 1))});
    INFO(run.out << run.err);
    REQUIRE(run.lines().size() == 1);
    CHECK(run.lines()[0].root().text_of("status") == "issued");
    CHECK(has(run.out, R"("page_notes":[{"box":"name","code":"shortened"}])"));
    CHECK(has(run.err, "shortened on the page: name"));
}

TEST_CASE("e2e: a preview is marked, and its code can still be read", "[e2e][profile]") {
    const ProfileCopy copy;
    const auto preview = run_outpost({"profile", "preview", "--out", copy.out(), copy.path()});
    INFO(preview.err);
    REQUIRE(preview.exit_code == 0);
    const auto trust = (source_dir() / "assets/samples/trust").string();
    for (const char* layout : {"a4", "card", "receipt"}) {
        INFO(layout);
        const auto stem = copy.out() + "/" + layout;
        const auto marked = read_text(stem + ".pdf");
        CHECK(has(marked, "SPECIMEN"));  // the title, which is not compressed
        // Its key is nobody's: unknown, but a certificate was read.
        for (const char* extension : {".pdf", ".png"}) {
            const auto scanned =
                run_outpost({"verify", "--json", "--trust", trust, stem + extension});
            INFO(scanned.out << scanned.err);
            CHECK(scanned.exit_code == 3);
            CHECK(has(scanned.out, "did:outpost:sample#key"));
        }
    }
}
