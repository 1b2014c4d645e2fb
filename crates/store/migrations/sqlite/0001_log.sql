-- The log: one row per event, never changed. Positions are 1..n without gaps, in commit order.
CREATE TABLE event (
    position       INTEGER PRIMARY KEY,
    stream         TEXT NOT NULL,
    sequence       INTEGER NOT NULL,
    stream_type    TEXT NOT NULL,
    type           TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    payload        TEXT NOT NULL,
    metadata       TEXT NOT NULL,
    occurred_at    INTEGER NOT NULL, -- microseconds since 1970
    precision      TEXT NOT NULL,
    recorded_at    INTEGER NOT NULL, -- microseconds since 1970
    hash           BLOB NOT NULL,
    UNIQUE (stream, sequence)
);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

-- The end of the log. Every append updates this one row first: that is what orders the log.
CREATE TABLE log_head (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    position    INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    recorded_at INTEGER NOT NULL
);
INSERT INTO log_head VALUES (1, 0, zeroblob(32), 0);

CREATE TABLE stream (
    id      TEXT PRIMARY KEY,
    type    TEXT NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stream_type ON stream (type, id);

-- What a stream came to at a version; may be thrown away at any time.
CREATE TABLE snapshot (
    stream  TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema  TEXT NOT NULL,
    state   TEXT NOT NULL
);

-- Requests that took effect, with what was answered.
CREATE TABLE idempotency (
    key         TEXT NOT NULL,
    actor       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (key, actor)
);

-- Keys of sealed fields, outside the log. A destroyed key is NULL and stays so.
CREATE TABLE data_key (
    id           TEXT PRIMARY KEY,
    key          BLOB,
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER
) WITHOUT ROWID;

CREATE TABLE workflow (
    code        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    source      TEXT NOT NULL,
    hash        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (code, version)
);

-- Which version of each projection filled the read models, and which tables those are.
CREATE TABLE projection (
    name       TEXT PRIMARY KEY,
    version    INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    tables     TEXT NOT NULL
);
