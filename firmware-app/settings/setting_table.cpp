#include "firmware-app/settings/setting_table.h"

namespace outpost::settings {

namespace {

using Table = std::vector<Setting>;

void add_kiosk(Table& table, KioskSettings& all) {
    const auto add = [&](std::string_view key, Place place, std::string_view words) {
        table.push_back({"kiosk", key, std::move(place), words});
    };
    add("state", Text{&all.state},
        "Folder of the journal, the queue and what was imported. Empty: /var/lib/outpost for the\n"
        "service, else as `outpost --help` says.");
    add("can_check", Flag{&all.session.can_check}, "Certificates are checked here.");
    add("can_issue", Flag{&all.session.can_issue},
        "Certificates are issued and printed here: needs [issue].");
    add("languages", Texts{&all.session.languages},
        "Languages offered, in this order; the first is the one that the kiosk starts with.");
    add("locale_folder", Text{&all.locale_folder},
        "Folder of the catalogs of words. Empty: the ones that came with the program.");
    add("demo", Flag{&all.demo},
        "For demonstrations: request files need no signature. The status line says so.");
}

void add_screen(Table& table, KioskSettings& all, std::uint8_t& theme) {
    const auto add = [&](std::string_view key, Place place, std::string_view words) {
        table.push_back({"screen", key, std::move(place), words});
    };
    add("diagonal_in", Number{&all.screen.diagonal_in, 3, 100},
        "Diagonal of the picture in inches: letters and keys are sized by it.");
    add("bottom_mm", Number{&all.screen.bottom_mm, 0, 2000},
        "Floor to the lower edge of the picture in millimetres; 0: not known. Keys are placed\n"
        "where a person in a wheelchair reaches them.");
    add("full_screen", Flag{&all.screen.full_screen}, "false: a window.");
    add("width_px", Whole{&all.screen.width_px, 320, 7680}, "Width of the window.");
    add("height_px", Whole{&all.screen.height_px, 240, 7680}, "Height of the window.");
    add("theme", Choice{&theme, {"light", "dark"}}, "");
    add("large_text", Flag{&all.session.large_text}, "Large text from the start.");
    add("gloves", Flag{&all.session.gloves}, "Keys of 24 mm.");
    add("reduced_motion", Flag{&all.session.reduced_motion}, "Nothing moves by itself.");
    add("brightness", Whole{&all.screen.brightness, 5, 100}, "Percent.");
    add("dimmed_brightness", Whole{&all.screen.dimmed_brightness, 5, 100},
        "Percent, when nobody is there.");
    add("dim_after_s", Seconds{&all.session.dim_after_ms, 10, 86'400}, "");
    add("wakes_on_movement", Flag{&all.screen.wakes_on_movement},
        "A dimmed screen grows bright when something moves before the camera.");
    add("backlight", Text{&all.screen.backlight},
        "Name of a folder in /sys/class/backlight. Empty: the picture itself is darkened.");
    add("renderer", Text{&all.screen.renderer},
        "How SDL draws: \"software\", \"opengles2\"... Empty: it chooses.");
}

void add_camera(Table& table, KioskSettings& all) {
    const auto add = [&](std::string_view key, Place place, std::string_view words) {
        table.push_back({"camera", key, std::move(place), words});
    };
    add("devices", Texts{&all.camera.devices},
        "Cameras: a number (/dev/video0 is \"0\"), a device, \"file:PATH\" with pictures, an HTTP "
        "or\n"
        "GStreamer source (docs/cameras.md). At most two.");
    add("mirrored", Flag{&all.camera.mirrored},
        "The camera looks at the person, who sees the picture as in a mirror.");
    add("preview_fps", Whole{&all.camera.preview_fps, 1, 60}, "Pictures a second on the screen.");
    add("automatic_exposure", Flag{&all.camera.automatic_exposure},
        "Exposure follows the code, not the whole picture.");
    table.push_back({"scanner", "device", Text{&all.scanner},
                     "A 2D scanner beside or instead of the camera: \"serial:/dev/ttyACM0\" or\n"
                     "\"keys:/dev/input/by-id/...\" (docs/scanners.md). Empty: none."});
}

void add_check(Table& table, KioskSettings& all, std::uint8_t& identity) {
    const auto add = [&](std::string_view key, Place place, std::string_view words) {
        table.push_back({"check", key, std::move(place), words});
    };
    add("trust", Texts{&all.check.trust}, "Signed trust bundles, or folders of key files.");
    add("root", Text{&all.check.root}, "File of the root keys by which bundles are signed.");
    add("revocations", Texts{&all.check.revocations}, "Revocation lists.");
    add("profiles", Texts{&all.check.profiles}, "Profile folders whose contexts are admitted.");
    add("policy", Text{&all.check.policy},
        "Policy file (docs/formats/policy.md). Empty: built in.");
    add("purposes", Purposes{&all.session.purposes},
        "Purposes of the policy that a supervisor can switch to, each \"name: words shown\".");
    add("allow_published_keys", Flag{&all.check.allow_published_keys},
        "Only for tests: accept keys whose private half is public.");
    add("public_identity", Choice{&identity, {"initials_day_month", "none", "name"}},
        "What the public screen shows of an accepted certificate, for the look at the ID.");
    add("health_note", Flag{&all.session.health_note},
        "\"This says nothing about your health.\" on screens of 10 inches and more.");
    add("discreet", Flag{&all.session.discreet},
        "For crowded rooms: one sound for every verdict, no lamp.");
    add("attended", Flag{&all.session.attended},
        "An operator stands beside: no PIN is asked again after a person's confirmation.");
    add("latin_digits", Flag{&all.session.latin_digits}, "Numbers in Latin digits everywhere.");
}

void add_issue(Table& table, KioskSettings& all) {
    const auto add = [&](std::string_view key, Place place, std::string_view words) {
        table.push_back({"issue", key, std::move(place), words});
    };
    add("profile", Text{&all.issuer.profile}, "Profile folder (docs/issuing.md).");
    add("key", Text{&all.issuer.key}, "Key file.");
    add("passphrase_file", Text{&all.issuer.passphrase_file},
        "File whose first line opens the key; readable by the kiosk alone.");
    add("layout", Text{&all.issuer.layout}, "Layout of the profile. Empty: its first.");
    add("printer", Text{&all.issuer.printer}, "CUPS queue, \"spool\", or \"none\".");
    add("out", Text{&all.issuer.out}, "Folder of the certificates' files. Empty: STATE/issued.");
    add("kiosk_number", Whole{&all.kiosk_number, -1, 8999},
        "This kiosk's own number: no two kiosks may have the same. -1: drawn once.");
    add("number_block", Text{&all.number_block},
        "Instead of a number, an allocated block of ids: FIRST-LAST, 11 digits each.");
    add("kind", Text{&all.kind}, "Kind of request files in queue/incoming itself.");
    add("queue_signers", Texts{&all.queue_signers},
        "Files of minisign public keys: request files count only when one of them signed.");
}

void add_times(Table& table, session::Settings& times) {
    const auto add = [&](std::string_view section, std::string_view key, Place place,
                         std::string_view words) {
        table.push_back({section, key, std::move(place), words});
    };
    add("scan", "hint_first_s", Seconds{&times.hint_first_ms, 0.5, 60},
        "A code in view and unread so long: the first hint.");
    add("scan", "hint_again_s", Seconds{&times.hint_again_ms, 1, 120}, "The hint again, larger.");
    add("scan", "hint_cause_s", Seconds{&times.hint_cause_ms, 0, 5},
        "A cause must hold so long before it is told.");
    add("scan", "hint_stays_s", Seconds{&times.hint_stays_ms, 0.5, 30}, "");
    add("scan", "give_up_s", Seconds{&times.scan_gives_up_ms, 5, 600}, "\"We cannot read this.\"");
    add("scan", "leave_s", Seconds{&times.scan_leaves_ms, 1, 600},
        "Back to the first screen when nothing is in view.");
    add("scan", "other_code_s", Seconds{&times.other_code_ms, 1, 60},
        "\"This is not a certificate.\"");
    add("scan", "parts_s", Seconds{&times.parts_ms, 5, 600},
        "Without a new part of a certificate in several codes.");
    add("scan", "same_code_s", Seconds{&times.same_code_ms, 0.5, 60},
        "The same code counts again when it was out of view so long.");
    add("verdict", "dwell_base_s", Seconds{&times.dwell_base_ms, 0.5, 60},
        "A verdict is shown for this, and dwell_per_word_s for each word on it.");
    add("verdict", "dwell_per_word_s", Seconds{&times.dwell_per_word_ms, 0, 5}, "");
    add("verdict", "dwell_min_s", Seconds{&times.dwell_min_ms, 1, 60}, "");
    add("verdict", "longer_s", Seconds{&times.longer_ms, 1, 60}, "The key \"Show longer\".");
    add("verdict", "longer_times", Whole32{&times.longer_times, 0, 100}, "");
    add("verdict", "next_after_accepted_s", Seconds{&times.next_after_ms[0], 0.5, 60},
        "The next code may end the verdict after so long.");
    add("verdict", "next_after_not_accepted_s", Seconds{&times.next_after_ms[1], 0.5, 60}, "");
    add("verdict", "next_after_rejected_s", Seconds{&times.next_after_ms[2], 0.5, 60}, "");
    add("verdict", "next_after_unknown_s", Seconds{&times.next_after_ms[3], 0.5, 60}, "");
    add("verdict", "hold_until_ack", Verdicts{&times.hold_until_ack},
        "Verdicts that stay until the operator's key: accepted, not_accepted, rejected, unknown.");
    add("verdict", "identity_line_s", Seconds{&times.identity_line_ms, 1, 60},
        "The personal line goes after so long, whatever else stays.");
    add("session", "join_s", Seconds{&times.join_ms, 1, 300},
        "Certificates shown within so long of each other belong to one person's visit.");
    add("session", "warn_s", Seconds{&times.warn_ms, 5, 120},
        "\"Do you need more time?\" stays so long.");
    add("session", "confirm_idle_s", Seconds{&times.confirm_idle_ms, 10, 600}, "");
    add("session", "language_s", Seconds{&times.language_ms, 5, 300}, "");
    add("session", "hand_over_s", Seconds{&times.hand_over_ms, 3, 300},
        "\"Take your certificate.\"");
    add("session", "printer_accepts_s", Seconds{&times.printer_accepts_ms, 3, 300}, "");
    add("session", "page_s", Seconds{&times.page_ms, 10, 900}, "For one page to come out.");
    add("operator", "pin_idle_s", Seconds{&times.pin_idle_ms, 5, 120}, "");
    add("operator", "idle_s", Seconds{&times.operator_idle_ms, 30, 3600},
        "The operator's pages lock themselves.");
    add("operator", "detail_idle_s", Seconds{&times.detail_idle_ms, 10, 600},
        "The claims of the last check stay so long for the operator.");
    add("operator", "purpose_lock_s", Seconds{&times.purpose_lock_ms, 0, 3600},
        "Scanning is locked so long after a switch of purpose.");
}

void add_rest(Table& table, KioskSettings& all) {
    table.push_back({"operator", "import_folders", Texts{&all.operators.import_folders},
                     "Folders in which sticks are mounted. Empty: /media and /run/media."});
    table.push_back({"operator", "outbox", Text{&all.operators.outbox},
                     "Folder that outpost sync carry takes to the hub and back\n"
                     "(docs/synchronising.md): exports go there, bundles in it are imported, by\n"
                     "themselves. Empty: none."});
    table.push_back(
        {"operator", "outbox_every_s", Seconds{&all.operators.outbox_every_ms, 10, 86400}, ""});
    table.push_back({"sound", "volume", Whole{&all.sound.volume, 0, 100}, "Percent."});
    table.push_back({"sound", "cues", Flag{&all.sound.cues}, "Short sounds for what happens."});
    table.push_back({"lamp", "green", Texts{&all.lamp.green},
                     "Signal lamp: names of folders in /sys/class/leds (docs/sounds.md). Empty:\n"
                     "none. Accepted: steady."});
    table.push_back({"lamp", "amber", Texts{&all.lamp.amber}, "Not accepted: slow."});
    table.push_back({"lamp", "red", Texts{&all.lamp.red}, "Rejected: quick, for 2 s."});
    table.push_back({"lamp", "blue", Texts{&all.lamp.blue}, "Cannot check: two short blinks."});
    table.push_back({"speech", "on", Flag{&all.session.speech}, "Screens are read aloud."});
    table.push_back({"speech", "recordings", Text{&all.sound.recordings},
                     "Folder of recorded prompts, where there is no voice. Empty: none."});
}

}  // namespace

std::vector<Setting> table_of(KioskSettings& settings, std::uint8_t& theme,
                              std::uint8_t& identity) {
    Table table;
    add_kiosk(table, settings);
    add_screen(table, settings, theme);
    add_camera(table, settings);
    add_check(table, settings, identity);
    add_issue(table, settings);
    add_times(table, settings.session);
    add_rest(table, settings);
    return table;
}

}  // namespace outpost::settings
