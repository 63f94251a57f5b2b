# shellcheck shell=sh
# Shell helpers of tests/run, .ci/run and examples/run; sourced from the root
# of the checkout: packages on Debian 12, configuring and building quietly.

# shellcheck disable=SC2034 # used by those who source this
# What the library, its tests and both bindings are built with.
prepare_build_packages="build-essential cmake pkg-config
    libsqlite3-dev libutf8proc-dev libcyaml-dev libyaml-dev libjansson-dev
    libssl-dev libpq-dev postgresql check swig python3 python3-dev python3-numpy python3-pandas
    lua5.4 liblua5.4-dev"

prepare_die() {
    printf '%s: %s\n' "$0" "$*" >&2
    exit 1
}

# prepare_quietly LOG COMMAND...: output goes to LOG, shown only on failure.
prepare_quietly() {
    prepare_log=$1
    shift
    if ! "$@" >"$prepare_log" 2>&1; then
        tail -n 80 "$prepare_log" >&2
        printf '%s: failed: %s\n' "$0" "$*" >&2
        return 1
    fi
}

# Run as root: directly, or through sudo.
prepare_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env "$@"
    else
        sudo env "$@"
    fi
}

# prepare_missing PACKAGE...: those that are not installed, on one line.
prepare_missing() {
    for prepare_package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$prepare_package" 2>/dev/null) in
        *' installed') ;;
        *) printf '%s ' "$prepare_package" ;;
        esac
    done
}

# prepare_packages PACKAGE...: install what is missing; where nothing is, apt
# is not called at all.
prepare_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "$0: no Debian packages here; the build must find: $*" >&2
        return 0
    fi
    prepare_wanted=$(prepare_missing "$@")
    [ -n "$prepare_wanted" ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        prepare_die "needs these packages, and neither root nor sudo is" \
            "at hand to install them: $prepare_wanted"
    fi
    echo "installing: $prepare_wanted"
    prepare_apt_log=$(mktemp)
    prepare_quietly "$prepare_apt_log" prepare_root apt-get -q \
        -o DPkg::Lock::Timeout=300 update || prepare_die "apt-get update failed"
    # One word per package.
    # shellcheck disable=SC2086
    prepare_quietly "$prepare_apt_log" prepare_root \
        DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=300 --no-install-recommends install \
        $prepare_wanted || prepare_die "apt-get install failed"
    rm -f "$prepare_apt_log"
}

# prepare_build PRESET [CMAKE-ARGUMENT...]: configure and build build/PRESET.
prepare_build() {
    prepare_preset=$1
    prepare_dir=build/$prepare_preset
    shift
    mkdir -p "$prepare_dir"
    # A checkout that was moved or copied brings a cache of another place.
    if [ -f "$prepare_dir/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" \
            "$prepare_dir/CMakeCache.txt"; then
        set -- --fresh "$@"
    fi
    prepare_quietly "$prepare_dir/configure.log" \
        cmake --preset "$prepare_preset" "$@" || return 1
    prepare_quietly "$prepare_dir/build.log" \
        cmake --build "$prepare_dir" --parallel "$(nproc)"
}
