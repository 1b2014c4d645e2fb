# shellcheck shell=bash
# What the tests need, installed when it is missing. Sourced by ./test.

die() { echo "test: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
have_venv() { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }

# Where the programs of a PostgreSQL server are: Debian does not put them on PATH. Nothing when there is none.
postgres_programs() {
    local place
    for place in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin \
        "$(dirname "$(command -v postgres || echo /none)")"; do
        if [ -x "$place/postgres" ] && [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ]; then
            echo "$place"
            return
        fi
    done
}

apt_install() { # PACKAGE…
    have apt-get || die "this is no Debian; please install what Debian calls: $*"
    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || die "not root, and no sudo without a password; please run: sudo apt-get install $*"
        as_root=(sudo -n "${as_root[@]}")
    fi
    local log
    log=$(mktemp)
    { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@"; } \
        </dev/null >"$log" 2>&1 || { cat "$log" >&2; die "apt-get could not install: $*"; }
    rm -f "$log"
}

prepare() { # alles | snel
    local packages=()
    have cc || packages+=(gcc libc6-dev)
    have_venv || packages+=(python3 python3-venv)
    [ -n "$(postgres_programs)" ] || packages+=(postgresql)
    [ -n "${CHROMIUM:-}" ] || have chromium || have chromium-browser || packages+=(chromium chromium-l10n)
    { have node && have npm; } || packages+=(nodejs npm)
    have openssl || packages+=(openssl)
    [ "$1" = snel ] || have java || packages+=(default-jre-headless)
    if [ ${#packages[@]} -gt 0 ]; then
        printf 'installing %s\n' "${packages[@]}"
        apt_install "${packages[@]}"
    fi

    have cargo || PATH=$PATH:$HOME/.cargo/bin
    have cargo || die "there is no cargo: install Rust with rustup; the version is in rust-toolchain.toml"
    local component
    for component in fmt clippy; do
        cargo "$component" --version >/dev/null 2>&1 && continue
        echo "installing the component ${component/#fmt/rustfmt} of Rust"
        rustup component add "${component/#fmt/rustfmt}" || die "there is no cargo $component"
    done

    PATH=$PATH:$PWD/target/gereedschap/rust/bin
    if ! cargo nextest --version >/dev/null 2>&1 || { [ "$1" = alles ] && ! cargo deny --version >/dev/null 2>&1; }; then
        tests/contract/tools rust || echo "there are no prebuilt cargo commands for this machine"
    fi
    if ! cargo nextest --version >/dev/null 2>&1; then
        echo "installing cargo-nextest from its source; that takes minutes"
        cargo install --quiet --locked cargo-nextest --version 0.9.143
    fi
    tests/contract/tools oidc
    [ "$1" = snel ] || tests/contract/tools contract
}
