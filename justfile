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

# The property tests with many more random cases than ./test takes
jacht CASES="20000":
    PROPTEST_CASES={{CASES}} cargo nextest run --release -p wijkspoor-domain -p wijkspoor-projections

# Format the code
fmt:
    cargo fmt --all

# Lints, as ./test has them
lint:
    cargo clippy --profile quick --workspace --all-targets -- -D warnings

# Licences, sources and known vulnerabilities of what is linked in (needs GitHub)
deny:
    cargo deny check

# Give a function that reads what comes from outside anything at all (see fuzz/run): just fuzz token 600
fuzz *ARGS:
    fuzz/run {{ARGS}}

# The list of components of a release (SBOM), made and checked
sbom:
    tests/sbom/run

# Write both published documents, after a change of the API
openapi:
    UPDATE_OPENAPI=1 cargo nextest run --cargo-profile quick -p wijkspoor-api document
    tests/contract/to-3.0

# Clients made from the documents carry an initiative through
clients *TALEN:
    tests/clients/run {{TALEN}}

# Ask the server everything, as everybody; takes much longer than its step of ./test
contract:
    COVERAGE=all tests/contract/served

# Write docs/autorisatie.md, after a change of the policy
autorisatie:
    UPDATE_AUTORISATIE=1 cargo nextest run --cargo-profile quick -p wijkspoor-api autorisatie

# Write the steps in docs/invoer.md, after a change of the import or of a kind of fact
invoer:
    UPDATE_INVOER=1 cargo nextest run --cargo-profile quick -p wijkspoor-invoer documentation

# Draw the standard workflow again
werkstroom:
    cargo run --release -- werkstroom teken {{standaard}} --uit docs/werkstroom-wijkinitiatief.svg
    cargo run --release -- werkstroom teken {{standaard}} --uit docs/werkstroom-wijkinitiatief.mmd

# Take the pictures of the pages for the documentation again
beelden:
    tests/contract/tools browser
    CHROMIUM=$(command -v chromium) WIJKSPOOR=target/quick/wijkspoor GEREEDSCHAP=$PWD/target/gereedschap/browser/ node tests/browser/beelden.mjs

# Measure the speed
meet *ARGS:
    tests/meet/run {{ARGS}}

# Measure how long an import takes, on both databases
meet-invoer *ARGS:
    tests/meet/import {{ARGS}}

# Measure how long figures take, for municipalities of some sizes
meet-cijfers *ARGS:
    tests/meet/figures {{ARGS}}

# Measure how long every page takes, and how many bytes
meet-paginas *ARGS:
    tests/meet/pages {{ARGS}}

# The pages in a browser, with what was built for the tests
browser *ARGS:
    tests/browser/run {{ARGS}}
