# Everyday commands; `just` lists them. None is needed: each is one or two ordinary commands.

standaard := "crates/domain/src/werkstroom/wijkinitiatief.toml"

[private]
default:
    @just --list

# Replay real cases in a fresh database and start the server
demo *ARGS:
    cargo run --release -- demo {{ARGS}}

# A server on SQLite in ./wijkspoor-data
serve *ARGS:
    cargo run --release -- serve {{ARGS}}

# All checks and tests
test:
    ./test

# Format, lints and tests only
snel:
    ./test snel

# Format the code
fmt:
    cargo fmt --all

# Lints, as ./test has them
lint:
    cargo clippy --release --workspace --all-targets -- -D warnings

# Licences, sources and known vulnerabilities of what is linked in (needs GitHub)
deny:
    cargo deny check

# Write both published documents, after a change of the API
openapi:
    UPDATE_OPENAPI=1 cargo nextest run --release -p wijkspoor-api document
    tests/contract/to-3.0

# Write docs/autorisatie.md, after a change of the policy
autorisatie:
    UPDATE_AUTORISATIE=1 cargo nextest run --release -p wijkspoor-api autorisatie

# Draw the standard workflow again
werkstroom:
    cargo run --release -- werkstroom teken {{standaard}} --uit docs/werkstroom-wijkinitiatief.svg
    cargo run --release -- werkstroom teken {{standaard}} --uit docs/werkstroom-wijkinitiatief.mmd

# Measure the speed
meet *ARGS:
    tests/meet/run {{ARGS}}

# Measure how long figures take, for municipalities of some sizes
meet-cijfers *ARGS:
    tests/meet/figures {{ARGS}}

# The pages in a browser, with what is built for release
browser *ARGS:
    tests/browser/run {{ARGS}}
