# shellcheck shell=bash
# A PostgreSQL of its own, in a temporary folder on a free port of this machine. Sourced by ./test and tests/meet/run.

postgres= # its folder, while it is there
as_postgres() { # COMMAND… : the server refuses to run as root
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() { # [durable]
    local programs port
    programs=$(postgres_programs)
    postgres=$(mktemp -d)
    [ "$(id -u)" != 0 ] || chown postgres "$postgres"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    local options=(-p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300)
    # What the tests keep in it is worth nothing after the run, so nothing waits for the disk.
    [ "${1:-}" = durable ] || options+=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
    (
        cd "$postgres" &&
            as_postgres "$programs/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 \
                --locale=C.UTF-8 --no-sync >initdb.log 2>&1 &&
            as_postgres "$programs/pg_ctl" --pgdata=data --log=log --wait --timeout=60 -o "${options[*]}" start \
                >start.log 2>&1
    ) || { cat "$postgres"/*log >&2; die "PostgreSQL did not start"; }
    export WIJKSPOOR_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port/postgres
    echo "PostgreSQL $("$programs/postgres" --version | grep -oE '[0-9]+\.[0-9]+' | head -1) on port $port"
}

# Ends it by the process id in its own folder.
stop_postgres() {
    [ -n "$postgres" ] || return 0
    if [ -e "$postgres/data/postmaster.pid" ]; then
        (cd "$postgres" && as_postgres "$(postgres_programs)/pg_ctl" --pgdata=data --mode=immediate --wait stop) \
            >/dev/null || true
    fi
    rm -rf "$postgres"
    postgres=
}
