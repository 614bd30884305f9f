// profile.toml: whatever the text, the result is faults or settings with nothing left out.
#include "core/profile/profile_settings.h"
#include "tests/fuzz/fuzz.h"

#include <string>
#include <vector>

using namespace outpost;

namespace {

void check_file(const std::string& name) {
    OUTPOST_CHECK(!name.empty() && name.front() != '/');
    OUTPOST_CHECK(name.find("..") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    std::vector<profile::ProfileFault> faults;
    const auto settings = profile::read_profile_toml(as_text({data, size}), faults);
    OUTPOST_CHECK(settings.has_value() == faults.empty());
    for (const auto& fault : faults)
        OUTPOST_CHECK(!fault.text.empty() && !fault.code.empty() && fault.line >= 0);
    if (!settings) return 0;
    OUTPOST_CHECK(!settings->layouts.empty() && !settings->kinds.empty());
    for (const auto& layout : settings->layouts) check_file(layout.file);
    for (const auto& kind : settings->kinds) {
        check_file(kind.schema_file);
        check_file(kind.template_file);
    }
    for (const auto* file : {&settings->fields_file, &settings->sample_file}) check_file(*file);
    return 0;
}
