# shellcheck shell=bash
# Shared by the tests of the package: checks that count, and a folder that goes away at the end.

checks=0
failures=0
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

# check WORDS COMMAND...: the command must succeed.
check() {
    local words=$1
    shift
    checks=$((checks + 1))
    if "$@" >"$folder/.out" 2>&1; then return 0; fi
    failures=$((failures + 1))
    printf 'FAILED: %s\n        %s\n' "$words" "$*"
    sed 's/^/        /' "$folder/.out" | tail -n 20
}

# check_not WORDS COMMAND...: the command must fail.
check_not() {
    local words=$1
    shift
    check "$words" negate "$@"
}

negate() { ! "$@"; }

skip() {
    printf 'SKIPPED: %s\n' "$*"
    exit 77
}

finish() {
    printf '%d checks, %d failed\n' "$checks" "$failures"
    [[ $failures -eq 0 && $checks -ge $1 ]] || exit 1  # a script that ends too soon must not pass
    exit 0
}
