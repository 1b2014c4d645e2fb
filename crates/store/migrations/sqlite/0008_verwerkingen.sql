-- Who processed which personal data when (Logboek Dataverwerkingen). No events, and forgotten after a term.

-- The last number, and up to which the log was passed on. Every writer takes this row first, so that numbers are 1, 2, 3 …
-- without gaps, in commit order.
CREATE TABLE verwerking_stand (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    nummer     INTEGER NOT NULL,
    uitgevoerd INTEGER NOT NULL
);
INSERT INTO verwerking_stand (id, nummer, uitgevoerd) VALUES (1, 0, 0);

-- One for each request. Times are microseconds since 1970.
CREATE TABLE verwerking (
    nummer         INTEGER PRIMARY KEY,
    trace_id       TEXT NOT NULL,
    span_id        TEXT NOT NULL,
    parent_span_id TEXT,
    operatie       TEXT NOT NULL,
    activiteit     TEXT NOT NULL,
    gelukt         INTEGER NOT NULL, -- 0 or 1
    begin_op       INTEGER NOT NULL,
    eind_op        INTEGER NOT NULL,
    actor          TEXT NOT NULL, -- a pseudonym
    rol            TEXT NOT NULL,
    objecten       TEXT NOT NULL -- ids of initiatives and signals, as JSON
);
CREATE INDEX verwerking_actor ON verwerking (actor, nummer);
CREATE INDEX verwerking_begin ON verwerking (begin_op);

-- The same ids, to be found by.
CREATE TABLE verwerking_object (
    object_id TEXT NOT NULL,
    nummer    INTEGER NOT NULL,
    PRIMARY KEY (object_id, nummer)
) WITHOUT ROWID;

-- It may be forgotten, never changed.
CREATE TRIGGER verwerking_no_update BEFORE UPDATE ON verwerking
BEGIN SELECT RAISE(ABORT, 'the log of processing is never changed'); END;
