// Options of outpost trust.
#include "tools/outpost/command_storage.h"

namespace outpost::tools {

namespace {

/// What a bundle carries besides keys.
void add_parts(CLI::App& make, TrustMakeArguments& arguments) {
    make.add_option("--base", arguments.base,
                    "The bundle that this one continues: only what changes is in it")
        ->type_name("FILE");
    make.add_option("--revocations", arguments.revocations,
                    "A revocation list to carry; may be given again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    make.add_option("--policy", arguments.policy, "The policy to carry")->type_name("FILE");
    make.add_option("--profile", arguments.profiles, "A profile to carry; may be given again")
        ->type_name("DIR")
        ->allow_extra_args(false);
    make.add_option("--message", arguments.messages, "A notice (text) to carry; may be given again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    make.add_option("--remove", arguments.removed,
                    "With --base: a part that is no more, as kind:name; may be given again")
        ->type_name("KIND:NAME")
        ->allow_extra_args(false);
    make.add_option("--new-roots", arguments.new_roots,
                    "Root keys that must sign from now on, in minisign's format")
        ->type_name("FILE");
    make.add_option("--threshold", arguments.threshold,
                    "With --new-roots: how many of them must have signed")
        ->type_name("K")
        ->capture_default_str();
    make.add_flag("--parts-beside", arguments.parts_beside,
                  "Put the parts into FILE.parts/ instead of the bundle");
}

void add_trust_take(CLI::App& trust, Storage& storage) {
    auto* take = trust.add_subcommand(
        "take", "Take the keys of a public trust list into key files, with a report");
    auto& arguments = storage.trust_take;
    take->add_option("--to", arguments.to, "The folder for the key files")
        ->required()
        ->type_name("DIR");
    take->add_option("--issuer", arguments.issuer,
                     "What the keys may sign for, where the list does not say it")
        ->type_name("URL");
    take->add_option("--authority", arguments.authorities,
                     "A certificate (CSCA) that must have signed those of the list; may be given "
                     "again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    take->add_option("--crl", arguments.crls,
                     "An authority's list of withdrawn certificates; may be given again")
        ->type_name("FILE")
        ->allow_extra_args(false);
    take->add_flag("--allow-published-keys", arguments.allow_published_keys,
                   "Take keys whose private halves are public (tests only)");
    take->add_flag("--json", arguments.json, "One JSON object for each list");
    take->add_option("LIST", arguments.lists, "Files, or did:key:...")->required()->type_name("");
    take->footer(
        "Lists: JWKS; a directory snapshot of SMART Health Card issuers; document signers of the "
        "EU DCC gateway as JSON; an X.509 certificate (ICAO document signer); a did:key. DID "
        "documents, PEM, base58 and Multikey are key files as they are: outpost trust add. Nobody "
        "vouches for a list: compare it with its source before a bundle is signed. Exit code: 1 "
        "when a list is refused or gave no key, 2 for an unreadable file, 3 for the machine.");
    choose(take, storage, &Storage::trust_take);
}

void add_trust_makers(CLI::App& trust, Storage& storage) {
    auto* add =
        trust.add_subcommand("add", "Check loose key files and copy them into a trust folder");
    add->add_option("--to", storage.trust_add.to, "The trust folder")->required()->type_name("DIR");
    add->add_flag("--allow-published-keys", storage.trust_add.allow_published_keys,
                  "Take keys whose private halves are public (tests only)");
    add->add_option("KEYFILE", storage.trust_add.files, "Key files")->required()->type_name("");
    choose(add, storage, &Storage::trust_add);

    add_trust_take(trust, storage);
    auto* make = trust.add_subcommand("make", "Make an unsigned trust bundle of key files");
    auto& arguments = storage.trust_make;
    make->add_option("--out", arguments.out, "Where to write the bundle")
        ->required()
        ->type_name("FILE");
    make->add_option("--sequence", arguments.sequence, "Number of this bundle; newer is higher")
        ->type_name("N")
        ->capture_default_str();
    make->add_option("--issued", arguments.issued, "Instant of issue; default: now")
        ->type_name("RFC3339");
    make->add_option("--expires", arguments.expires, "Too old after this instant")
        ->type_name("RFC3339");
    make->add_option("--name", arguments.name, "Name for people")->type_name("TEXT");
    make->add_flag("--allow-published-keys", arguments.allow_published_keys,
                   "Take keys whose private halves are public (tests only)");
    add_parts(*make, arguments);
    make->add_option("KEYFILE", arguments.inputs, "Key files or folders of them")->type_name("");
    choose(make, storage, &Storage::trust_make);
}

void add_trust_import(CLI::App& trust, Storage& storage) {
    auto& arguments = storage.trust_import;
    auto* import = trust.add_subcommand(
        "import", "Take a signed bundle into the state folder, whole or not at all");
    import->add_option("--state", arguments.state, "The state folder")->type_name("DIR");
    import
        ->add_option("--root", arguments.root,
                     "Root public keys, for the first import; later ones are in the folder")
        ->type_name("FILE");
    import->add_option("--at", arguments.at, "As of this instant instead of the clock's")
        ->type_name("RFC3339");
    import->add_flag("--try", arguments.is_trial, "Only say what would come of it");
    import->add_flag("--json", arguments.json, "One JSON object");
    add_web(*import, arguments.web);
    import
        ->add_option("BUNDLE", arguments.bundle,
                     "The bundle, a file or an https address; BUNDLE.minisig lies beside it")
        ->required()
        ->type_name("");
    import->footer(
        "Exit code: 0 installed; 1 refused, and the old data stays in force; 2 wrong usage or an "
        "unreadable file; 3 the state folder or the server cannot be used. A transfer that broke "
        "goes "
        "on where it was.");
    choose(import, storage, &Storage::trust_import);

    auto* restore =
        trust.add_subcommand("restore", "Put the trust data before the last import in force again");
    restore->add_option("--state", storage.trust_restore.state, "The state folder")
        ->type_name("DIR");
    restore->add_flag("--json", storage.trust_restore.json, "One JSON object");
    choose(restore, storage, &Storage::trust_restore);
}

}  // namespace

void add_trust(CLI::App& app, Storage& storage) {
    auto* trust = app.add_subcommand("trust", "Make, sign and look at trust data");
    trust->require_subcommand(1);
    add_trust_makers(*trust, storage);
    auto* sign = trust->add_subcommand("sign", "Sign a trust bundle in minisign's format");
    auto& arguments = storage.trust_sign;
    sign->add_option("--key", arguments.key, "An Ed25519 key file")->required()->type_name("FILE");
    sign->add_option("--passphrase-file", arguments.passphrase_file,
                     "Take the first line of this file; default: ask")
        ->type_name("F");
    sign->add_option("--comment", arguments.comment, "Trusted comment")->type_name("TEXT");
    sign->add_flag("--add", arguments.add, "Keep the signatures of other keys that are there");
    sign->add_option("--root-out", arguments.root_out,
                     "Also write the public key in minisign's format")
        ->type_name("FILE");
    sign->add_option("BUNDLE", arguments.bundle, "The bundle; the signature goes to BUNDLE.minisig")
        ->required()
        ->type_name("");
    choose(sign, storage, &Storage::trust_sign);
    add_trust_import(*trust, storage);
    auto* inspect = trust->add_subcommand("inspect", "Describe a trust bundle or folder");
    inspect->add_option("--root", storage.trust_inspect.root, "Root public keys")
        ->type_name("FILE");
    inspect->add_option("--at", storage.trust_inspect.at, "Ages as of this instant")
        ->type_name("RFC3339");
    inspect->add_flag("--json", storage.trust_inspect.json, "One JSON object");
    inspect->add_option("PATH", storage.trust_inspect.path, "A bundle or a folder")
        ->required()
        ->type_name("");
    choose(inspect, storage, &Storage::trust_inspect);
}

}  // namespace outpost::tools
