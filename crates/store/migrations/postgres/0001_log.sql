-- The log: one row per event, never changed. Positions are 1..n without gaps, in commit order.
CREATE TABLE event (
    position       BIGINT PRIMARY KEY,
    stream         TEXT COLLATE "C" NOT NULL,
    sequence       BIGINT NOT NULL,
    stream_type    TEXT COLLATE "C" NOT NULL,
    type           TEXT COLLATE "C" NOT NULL,
    schema_version BIGINT NOT NULL,
    payload        TEXT COLLATE "C" NOT NULL,
    metadata       TEXT COLLATE "C" NOT NULL,
    occurred_at    BIGINT NOT NULL, -- microseconds since 1970
    precision      TEXT COLLATE "C" NOT NULL,
    recorded_at    BIGINT NOT NULL, -- microseconds since 1970
    hash           BYTEA NOT NULL,
    UNIQUE (stream, sequence)
);
CREATE FUNCTION event_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log is never changed'; END $$;
CREATE TRIGGER event_no_update BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_final();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_is_final();

-- The end of the log. Every append updates this one row first: that is what orders the log.
CREATE TABLE log_head (
    id          BIGINT PRIMARY KEY CHECK (id = 1),
    position    BIGINT NOT NULL,
    hash        BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL
) WITH (fillfactor = 10); -- room for its new versions on the same page
INSERT INTO log_head VALUES (1, 0, decode(repeat('00', 32), 'hex'), 0);

CREATE TABLE stream (
    id      TEXT COLLATE "C" PRIMARY KEY,
    type    TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX stream_type ON stream (type, id);

-- What a stream came to at a version; may be thrown away at any time.
CREATE TABLE snapshot (
    stream  TEXT COLLATE "C" PRIMARY KEY,
    version BIGINT NOT NULL,
    schema  TEXT COLLATE "C" NOT NULL,
    state   TEXT COLLATE "C" NOT NULL
);

-- Requests that took effect, with what was answered.
CREATE TABLE idempotency (
    key         TEXT COLLATE "C" NOT NULL,
    actor       TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    receipt     TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (key, actor)
);

-- Keys of sealed fields, outside the log. A destroyed key is NULL and stays so.
CREATE TABLE data_key (
    id           TEXT COLLATE "C" PRIMARY KEY,
    key          BYTEA,
    created_at   BIGINT NOT NULL,
    destroyed_at BIGINT
);

CREATE TABLE workflow (
    code        TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    hash        TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (code, version)
);

-- Which version of each projection filled the read models, and which tables those are.
CREATE TABLE projection (
    name       TEXT COLLATE "C" PRIMARY KEY,
    version    BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    tables     TEXT COLLATE "C" NOT NULL
);
