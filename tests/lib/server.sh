# shellcheck shell=bash
# The built program as a server of a test's own, on a free port of this machine. Sourced by the tests that need one.

server= base=
# start_server LOG COMMAND…: runs the program, when it says that it listens; its address comes in $base, its process in $server.
start_server() {
    local log=$1; shift
    # One client asks all there is: without a limit.
    WIJKSPOOR_VERZOEKEN_PER_MINUUT=0 WIJKSPOOR_VERZOEKEN_PER_MINUUT_ADRES=0 "$@" >"$log" 2>&1 &
    server=$!
    local _
    for _ in $(seq 300); do
        base=$(grep -oE -m1 'http://127\.0\.0\.1:[0-9]+' "$log") && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    echo "the server did not start:" >&2
    cat "$log" >&2
    return 1
}

# server_lives LOG: fails, with its last words, when it is gone.
server_lives() {
    kill -0 "$server" 2>/dev/null || { echo "the server died:" >&2; tail -50 "$1" >&2; return 1; }
}

stop_server() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true
    server=
}
