#!/usr/bin/env bash
# install.sh CPACK BUILD SOURCE: makes the package, and lets dpkg install, upgrade, remove and purge
# it in an empty root. Commands of the running system (systemctl, udevadm, runuser) are stand-ins
# that write down how they were called; user and files are made for real, below that root.
# shellcheck disable=SC2317  # functions are called through check
set -euo pipefail
# shellcheck source=tests/package/check.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/check.sh"

cpack=$1 build=$2 source=$3
for tool in dpkg dpkg-deb dpkg-shlibdeps file readelf useradd; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null || skip "$tool is not installed"
done
if [[ $(id -u) -ne 0 ]]; then
    command -v fakeroot >/dev/null || skip "neither root nor fakeroot"
    rm -rf -- "$folder"
    exec fakeroot "$0" "$@"
fi
export PATH=$folder/stand-ins:$PATH:/usr/sbin:/sbin LC_ALL=C
export SOURCE_DATE_EPOCH=1763800000
root=$folder/root
state=$root/var/lib/outpost
calls=$folder/calls

make_stand_ins() {
    local name
    mkdir "$folder/stand-ins"
    for name in systemctl udevadm; do
        printf '#!/bin/sh\necho "%s $*" >>"%s"\n' "$name" "$calls" >"$folder/stand-ins/$name"
    done
    # shellcheck disable=SC2016
    printf '#!/bin/sh\n[ "$1 $2 $3" = "-u outpost --" ] || exit 9\nshift 3\nexec "$@"\n' \
        >"$folder/stand-ins/runuser"
    chmod +x "$folder"/stand-ins/*
}

# A root with what a script of ours expects of Debian's base.
make_root() {
    rm -rf -- "$root"
    mkdir -p "$root"/{etc,usr,lib,run/systemd/system,run/udev,var/lib/dpkg/{info,updates,triggers}}
    : >"$root/var/lib/dpkg/status"
    printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:*:19000:0:99999:7:::\n' >"$root/etc/shadow"
    printf 'root:x:0:\nlp:x:7:\ndialout:x:20:\naudio:x:29:\nvideo:x:44:\n' >"$root/etc/group"
    printf 'root:*::\n' >"$root/etc/gshadow"
    : >"$calls"
}

package() {
    dpkg --root="$root" --log=/dev/null --force-script-chrootless --force-depends --force-unsafe-io \
        --force-confold --no-triggers "$@" </dev/null
}
was_called() { grep -qE -- "$1" "$calls"; }
keeps_journal() { [[ -s $state/journal.db && -s $state/person.key ]]; }
mode_of() { [[ $(stat -c %a "$2") == "$1" ]]; }
is_refused() { ! package --purge outpost >"$folder/refused" 2>&1 && grep -q 'not purged' "$folder/refused"; }
nothing_is_left() { [[ -z $(find "$root/var" "$root/etc" "$root"/usr "$root"/lib -name '*outpost*' -print) ]]; }
exits_with() {
    local status=0 wanted=$1
    shift
    "$@" || status=$?
    [[ $status -eq $wanted ]]
}
outpost() { "$root/usr/bin/outpost" "$@"; }

make_package() {
    (cd -- "$build" && "$cpack" -G DEB -B "$folder/made" >"$folder/cpack.log" 2>&1) || {
        cat "$folder/cpack.log"
        return 1
    }
    deb=$(echo "$folder"/made/outpost_*.deb)
    [[ -f $deb ]]
}

# The same files as a later version.
make_next_version() {
    dpkg-deb -R "$deb" "$folder/next"
    sed -i 's/^Version: .*/&.1/' "$folder/next/DEBIAN/control"
    printf '# A later default.\n' >>"$folder/next/etc/outpost/kiosk.toml"
    dpkg-deb -Zgzip -z1 --root-owner-group -b "$folder/next" "$folder/next.deb" >/dev/null
}

names_no_folder_of_the_build() {
    ! grep -rlF -e "$build" -e "$source/" "$folder/content"
}
has_no_run_path() {
    local program
    for program in "$folder"/content/usr/bin/* "$folder"/content/usr/lib/outpost/*; do
        if readelf -d "$program" | grep -E 'RPATH|RUNPATH'; then return 1; fi
    done
}
listed() { grep -qE -- "$1" "$folder/listing"; }

test_content() {
    local field path
    dpkg-deb -c "$deb" >"$folder/listing"
    dpkg-deb -x "$deb" "$folder/content"
    check "every file is root's" negate grep -qvE '^[-dl][rwx-]+ root/root ' "$folder/listing"
    check "modes are 0755 and 0644" negate grep -qvE '^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--) ' "$folder/listing"
    for path in usr/bin/outpost usr/bin/outpost-kiosk usr/lib/outpost/outpost-decoder \
        usr/lib/outpost/outpost-picture.so usr/lib/outpost/outpost-speaker \
        usr/lib/outpost/outpost-videoio.so usr/share/doc/outpost/changelog.gz \
        usr/share/doc/outpost/copyright usr/share/man/man1/outpost.1.gz \
        usr/share/man/man1/outpost-kiosk.1.gz usr/share/outpost/locale/ta/LC_MESSAGES/outpost-kiosk.mo \
        usr/share/outpost/profiles/vaccination/profile.toml lib/udev/rules.d/70-outpost.rules \
        lib/systemd/system/outpost-kiosk.service lib/systemd/system/outpost-carry.timer \
        lib/systemd/system/outpost-carry.service etc/outpost/kiosk.toml; do
        check "the package has $path" listed " \./$path\$"
    done
    check "nothing lies elsewhere" negate grep -qvE ' \./(etc/|lib/|usr/(bin|lib|share)/|usr/$|$)' "$folder/listing"
    check "no path of the build in it" names_no_folder_of_the_build
    check "no run path in it" has_no_run_path
    for field in libsodium23 libzxing2 libsdl2-2.0-0 libespeak-ng1 libopencv-videoio406 fonts-noto-core; do
        check "depends on $field" grep -qw -- "$field" <(dpkg-deb -f "$deb" Depends)
    done
    check "settings are a conffile" grep -qx /etc/outpost/kiosk.toml <(dpkg-deb -I "$deb" conffiles)
}

# Two checks that need the plug-ins and the decoder in their places.
test_programs() {
    local samples=$root/usr/share/outpost/samples
    check "doctor finds all well" outpost doctor --trust "$samples/trust" --state "$state"
    check "a good sample is accepted" \
        outpost verify --trust "$samples/trust" "$samples/good-v3-dose1-rsa.png"
    check "an altered one is rejected" \
        exits_with 1 outpost verify --trust "$samples/trust" "$samples/altered-name.png"
    check "the shipped settings are good" \
        "$root/usr/bin/outpost-kiosk" --config "$root/etc/outpost/kiosk.toml" --check-config
}

test_install() {
    check "it installs" package -i "$deb"
    check "the user can not log in" \
        grep -qE '^outpost:x:[0-9]+:[0-9]+:[^:]*:/var/lib/outpost:/usr/sbin/nologin$' "$root/etc/passwd"
    for group in video audio lp dialout; do
        check "the user is in $group" grep -qE "^$group:.*:outpost\$" "$root/etc/group"
    done
    check "the state is the user's alone" mode_of 700 "$state"
    check "systemd is told" was_called '^systemctl --system daemon-reload'
    check "udev is told" was_called '^udevadm control --reload'
    check_not "nothing is started by itself" was_called 'start|enable'
}

# issue FILE: a key, a journal, and what the file asks for.
issue() {
    local key=$folder/key.json profile=$root/usr/share/outpost/profiles/vaccination
    printf 'a passphrase of the test\n' >"$folder/passphrase"
    [[ -f $key ]] || outpost keys generate --type ed25519 --id did:outpost:test \
        --controller https://divoc.dev/ --passphrase-file "$folder/passphrase" --out "$key"
    outpost issue --profile "$profile" --key "$key" --passphrase-file "$folder/passphrase" \
        --state "$state" --kiosk 1 --printer none "$1"
}

test_upgrade() {
    printf '# the site: gate 4\n' >>"$root/etc/outpost/kiosk.toml"
    : >"$calls"
    check "it upgrades" package -i "$folder/next.deb"
    check "an upgrade keeps the state" keeps_journal
    check "an upgrade keeps the settings" grep -q 'gate 4' "$root/etc/outpost/kiosk.toml"
    check "a running kiosk is started anew" was_called '^systemctl try-restart outpost-kiosk'
    check_not "an upgrade leaves no note" test -e "$root/var/lib/outpost-removed"
}

test_remove_and_refuse() {
    check "it is removed" package -r outpost
    check "the kiosk is stopped" was_called '^systemctl stop outpost-kiosk'
    check_not "the programs are gone" test -e "$root/usr/bin/outpost"
    check "a removal keeps the state" keeps_journal
    check "a purge is refused" is_refused
    check "it says how to delete all" grep -q 'OUTPOST_PURGE=yes' "$folder/refused"
    check "a refused purge keeps the state" keeps_journal
    check "a refused purge keeps the settings" grep -q 'gate 4' "$root/var/lib/outpost-removed/kiosk.toml"
    check "it is refused again" is_refused
}

test_purge() {
    check "it installs over a refused purge" package -i "$deb"
    check "the state is still there" keeps_journal
    mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
    ln -s /lib/systemd/system/outpost-kiosk.service "$root/etc/systemd/system/multi-user.target.wants/"
    check "it is removed" package -r outpost
    check "a purge that is meant goes through" env OUTPOST_PURGE=yes dpkg --root="$root" --log=/dev/null \
        --force-script-chrootless --no-triggers --purge outpost
    check "nothing of it is left" nothing_is_left
    check_not "the user is gone" grep -q '^outpost:' "$root/etc/passwd"
}

# A journal that tells of no certificate may go; what came later, or waits, may not.
test_purge_of_little() {
    make_root
    check "it installs anew" package -i "$deb"
    printf '[]\n' >"$folder/none.json"
    check "a journal without certificates" issue "$folder/none.json"
    check "it is removed" package -r outpost
    check "that was noted" test -e "$root/var/lib/outpost-removed/synchronised"
    touch -d '+1 hour' "$state/journal.db"
    check "refused: the journal is newer than the note" is_refused
    touch -d '-1 hour' "$state"/journal.db*
    printf '[]\n' >"$state/queue/incoming/certify-v3/waits.json"
    check "refused: a request waits" is_refused
    rm "$state/queue/incoming/certify-v3/waits.json"
    mv "$root/var/lib/outpost-removed/synchronised" "$folder/note"
    check "refused: nobody looked" is_refused
    mv "$folder/note" "$root/var/lib/outpost-removed/synchronised"
    check "purged without being asked twice" package --purge outpost
    check_not "the state is gone" test -e "$state"
}

# A journal that cannot be read counts as one that holds something.
test_damaged_journal() {
    make_root
    check "it installs anew" package -i "$deb"
    printf 'no database' >"$state/journal.db"
    check "it is removed" package -r outpost
    check "refused: the journal cannot be read" is_refused
    check "it says so" grep -q 'could not be read' "$folder/refused"
}

make_stand_ins
make_root
check "cpack makes the package" make_package
[[ $failures -eq 0 ]] || finish 1
make_next_version
test_content
test_install
check "certificates are issued" issue "$source/assets/samples/queue/certify-v3.json"
test_programs
test_upgrade
test_remove_and_refuse
test_purge
test_purge_of_little
test_damaged_journal
finish 70
