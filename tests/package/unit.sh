#!/usr/bin/env bash
# unit.sh ASSETS: the kiosk's unit is well-formed and closed in; the udev rules have a rule's form.
# shellcheck disable=SC2317  # functions are called through check
set -euo pipefail
# shellcheck source=tests/package/check.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/check.sh"

assets=$1
unit=$assets/systemd/outpost-kiosk.service
exposure_max=17  # tenths; systemd calls up to 2.0 "OK"
command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed"

# The program may not be installed here, and verify asks whether it can be run.
mkdir "$folder/units"
sed 's|^ExecStart=/usr/bin/outpost-kiosk|ExecStart=/bin/true|' "$unit" >"$folder/units/outpost-kiosk.service"
verify() {
    systemd-analyze verify --man=no "$1" >"$folder/verify" 2>&1 || true
    cat "$folder/verify"
    ! grep -F 'outpost-kiosk.service' "$folder/verify"
}
check "the unit is well-formed" verify "$folder/units/outpost-kiosk.service"
mkdir "$folder/bad"
sed 's|^WatchdogSec=.*|WatchdogSec=soon|' "$folder/units/outpost-kiosk.service" >"$folder/bad/outpost-kiosk.service"
check_not "a wrong line in it would be found" verify "$folder/bad/outpost-kiosk.service"

security() { systemd-analyze security --no-pager --offline=true --threshold="$2" "$1"; }
check "exposure of the service" security "$unit" "$exposure_max"
grep -vE '^(Protect|Restrict|SystemCall|Capability)' "$unit" >"$folder/units/open.service"
check_not "a unit without its walls would be found" security "$folder/units/open.service" "$exposure_max"

# The one that goes to the network in the kiosk's place.
carry=$assets/systemd/outpost-carry
sed 's|^ExecStart=/usr/bin/outpost |ExecStart=/bin/true |' "$carry.service" >"$folder/units/outpost-carry.service"
cp "$carry.timer" "$folder/units/"
verify_carry() {
    systemd-analyze verify --man=no "$1" >"$folder/verify" 2>&1 || true
    cat "$folder/verify"
    ! grep -F 'outpost-carry' "$folder/verify"
}
check "the carrier's units are well-formed" verify_carry "$folder/units/outpost-carry.timer"
sed 's|^OnUnitInactiveSec=.*|OnUnitInactiveSec=soon|' "$carry.timer" >"$folder/bad/outpost-carry.timer"
cp "$folder/units/outpost-carry.service" "$folder/bad/"
check_not "a wrong line in them would be found" verify_carry "$folder/bad/outpost-carry.timer"
check "exposure of the carrier" security "$carry.service" "$exposure_max"
check "the carrier runs as the kiosk's user" grep -qxF User=outpost "$carry.service"

for line in Type=notify Restart=always User=outpost UMask=0077 NoNewPrivileges=yes CapabilityBoundingSet= \
    'RestartPreventExitStatus=2 76' StateDirectory=outpost IPAddressDeny=any; do
    check "the unit says $line" grep -qxF "$line" "$unit"
done

# A rule is KEY, {attribute}, operator, "value", and commas; udev only logs what it cannot read.
term='[A-Z]+(\{[^}]+\})?(==|!=|=|\+=|:=|-=)"[^"]*"'
rules_are_well_formed() { ! grep -nvE "^(#.*|$term(, $term)*)?$" "$1"; }
labels_are_there() {
    local label
    while read -r label; do
        grep -qxF "LABEL=\"$label\"" "$1" || return 1
    done < <(grep -oE 'GOTO="[^"]+"' "$1" | cut -d'"' -f2)
}
for rules in "$assets"/udev/*.rules; do
    check "${rules##*/}: form" rules_are_well_formed "$rules"
    check "${rules##*/}: every GOTO has its LABEL" labels_are_there "$rules"
done
printf 'SUBSYSTEM="tty" MODE="0600"\n' >"$folder/wrong.rules"
check_not "a rule without its comma would be found" rules_are_well_formed "$folder/wrong.rules"
finish 22
