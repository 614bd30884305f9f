# shellcheck shell=bash
# Shared by tools/setup, tools/run and tools/test: messages, and one way to configure and build.

# The repository's root, wherever the caller stands.
repo_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
export repo_root

say() { printf '%s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
    exit 1
}

# The text between the first line and the first line that is no comment, for --help.
print_usage() { sed -n -e '1d' -e '/^#/!q' -e 's/^# \{0,1\}//p' -- "$0"; }

# configure PRESET: does nothing when the build folder is newer than the presets;
# ninja itself runs CMake again when a CMakeLists.txt has changed.
configure() {
    local preset=$1 folder=$repo_root/build/$1
    if [[ -f $folder/build.ninja && ! $repo_root/CMakePresets.json -nt $folder/build.ninja ]]; then
        return 0
    fi
    say "-- configuring $preset (first time, or the presets have changed)"
    (cd -- "$repo_root" && cmake --preset "$preset" >"$repo_root/build/.configure-$preset.log" 2>&1) || {
        cat -- "$repo_root/build/.configure-$preset.log" >&2
        die "CMake could not configure the preset $preset; its messages stand above"
    }
}

# build PRESET [TARGET]...: everything when no target is named.
build() {
    local preset=$1
    shift
    mkdir -p -- "$repo_root/build"
    configure "$preset"
    say "-- building $preset${*:+: $*}"
    local arguments=(--build "$repo_root/build/$preset" --parallel "$(nproc)")
    [[ $# -eq 0 ]] || arguments+=(--target "$@")
    cmake "${arguments[@]}" >&2 ||
        die "the build of $preset failed; the compiler's messages stand above"
}
