-- Who processed which personal data when (Logboek Dataverwerkingen). No events, and forgotten after a term.

-- The last number, and up to which the log was passed on. Every writer takes this row first, so that numbers are 1, 2, 3 …
-- without gaps, in commit order.
CREATE TABLE verwerking_stand (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    nummer     BIGINT NOT NULL,
    uitgevoerd BIGINT NOT NULL
);
INSERT INTO verwerking_stand (id, nummer, uitgevoerd) VALUES (1, 0, 0);

-- One for each request. Times are microseconds since 1970.
CREATE TABLE verwerking (
    nummer         BIGINT PRIMARY KEY,
    trace_id       TEXT COLLATE "C" NOT NULL,
    span_id        TEXT COLLATE "C" NOT NULL,
    parent_span_id TEXT COLLATE "C",
    operatie       TEXT COLLATE "C" NOT NULL,
    activiteit     TEXT COLLATE "C" NOT NULL,
    gelukt         BIGINT NOT NULL, -- 0 or 1
    begin_op       BIGINT NOT NULL,
    eind_op        BIGINT NOT NULL,
    actor          TEXT COLLATE "C" NOT NULL, -- a pseudonym
    rol            TEXT COLLATE "C" NOT NULL,
    objecten       TEXT COLLATE "C" NOT NULL -- ids of initiatives and signals, as JSON
);
CREATE INDEX verwerking_actor ON verwerking (actor, nummer);
CREATE INDEX verwerking_begin ON verwerking (begin_op);

-- The same ids, to be found by.
CREATE TABLE verwerking_object (
    object_id TEXT COLLATE "C" NOT NULL,
    nummer    BIGINT NOT NULL,
    PRIMARY KEY (object_id, nummer)
);

-- It may be forgotten, never changed.
CREATE FUNCTION verwerking_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of processing is never changed'; END $$;
CREATE TRIGGER verwerking_no_update BEFORE UPDATE ON verwerking
    FOR EACH ROW EXECUTE FUNCTION verwerking_is_final();
