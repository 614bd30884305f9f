#include "tests/e2e/kiosk_folder.h"

#include "core/crypto/signing_key.h"
#include "core/proof/key_file.h"
#include "tests/support/counting_random.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace outpost::tests {

KioskFolder::KioskFolder(SigningKeyKind kind)
    : profile((source_dir() / "assets" / "profiles" / "vaccination").string()) {
    CountingRandom random;
    auto key = kind == SigningKeyKind::Rsa ? crypto::SigningKey::generate_rsa().value()
                                           : crypto::SigningKey::generate_ed25519(random);
    const auto passphrase = crypto::SecretBytes::copy_of(as_bytes("test passphrase"));
    crypto::SealRandom seal;
    random.fill(seal.salt);
    random.fill(seal.nonce);
    // The least cost: hundreds of runs of the program open this key.
    const auto key_file = proof::make_key_file({"did:example:kiosk", "https://divoc.dev/", {}}, key,
                                               passphrase, seal, {1, crypto::seal_memory_kib_min})
                              .value();
    file("key.json", proof::write_key_file(key_file));
    file("passphrase", "test passphrase\n");
    std::filesystem::create_directory(path("trust"));
    file("trust/kiosk.json", proof::public_document(key_file));
}

std::string KioskFolder::file(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
}

std::vector<std::string> KioskFolder::issue_words(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{
        "issue",   "--json",         "--profile",         profile,
        "--key",   path("key.json"), "--passphrase-file", path("passphrase"),
        "--state", path(state)};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

ProgramResult KioskFolder::issue(const std::vector<std::string>& arguments,
                                 const std::vector<std::string>& environment) const {
    return run_outpost(issue_words(arguments), {}, environment);
}

ProgramResult KioskFolder::with_state(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--state", path(state)});
    return run_outpost(arguments);
}

ProgramResult KioskFolder::verify(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"verify", "--json", "--trust", path("trust"), "--at",
                                         second_instant, "--profile", profile});
    return run_outpost(arguments);
}

std::vector<std::string> KioskFolder::spooled() const {
    std::vector<std::string> names;
    if (!std::filesystem::exists(path(state) + "/spool")) return names;
    for (const auto& entry : std::filesystem::directory_iterator(path(state) + "/spool"))
        if (entry.path().extension() == ".pdf") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string request_item(const std::string& code, int dose) {
    return R"({"preEnrollmentCode":")" + code +
           R"(","programId":"c19","recipient":{"name":"Nadia Test","dob":"1990-04-12",)"
           R"("gender":"Female","nationality":"Utopian","identity":"did:example:N77",)"
           R"("contact":["tel:0700000001"]},"vaccination":{"name":"COVISHIELD","batch":"B1",)"
           R"("manufacturer":"Serum Institute","date":"2026-02-08T09:10:00.000Z",)"
           R"("effectiveStart":"2026-02-08","effectiveUntil":"2027-02-08","dose":)" +
           std::to_string(dose) + R"(,"totalDoses":2},"facility":{"name":"Test Clinic"}})";
}

std::string replaced_in(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

}  // namespace outpost::tests
