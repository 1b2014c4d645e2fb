-- Who is told of events, and how far. Times are microseconds since 1970.
CREATE TABLE abonnement (
    id              TEXT PRIMARY KEY,
    versie          INTEGER NOT NULL, -- raised by whoever decides about it, not by deliveries
    verzoek         TEXT NOT NULL, -- fingerprint of the request that made it
    naam            TEXT NOT NULL,
    adres           TEXT NOT NULL,
    keuze           TEXT NOT NULL, -- which events, as JSON
    bereik          TEXT NOT NULL, -- what the receiver may see, as JSON
    status          TEXT NOT NULL,
    positie         INTEGER NOT NULL, -- all up to here has been dealt with
    pogingen        INTEGER NOT NULL, -- failures in a row of what is next
    mislukt_sinds   INTEGER,
    volgende_op     INTEGER,
    laatste_fout    TEXT,
    gelukt_op       INTEGER,
    per_minuut      INTEGER,
    sleutel         TEXT NOT NULL,
    sleutel_op      INTEGER NOT NULL,
    vorige_sleutel  TEXT,
    vorige_tot      INTEGER,
    aangemaakt_op   INTEGER NOT NULL,
    aangemaakt_door TEXT NOT NULL
);

-- What became of each delivery.
CREATE TABLE aflevering (
    abonnement_id TEXT NOT NULL,
    positie       INTEGER NOT NULL,
    soort         TEXT NOT NULL,
    status        TEXT NOT NULL,
    pogingen      INTEGER NOT NULL,
    eerste_op     INTEGER NOT NULL,
    laatste_op    INTEGER NOT NULL,
    antwoord      INTEGER, -- the HTTP status
    fout          TEXT,
    duur          INTEGER, -- milliseconds
    PRIMARY KEY (abonnement_id, positie)
);
CREATE INDEX aflevering_status ON aflevering (abonnement_id, status, positie);
CREATE INDEX aflevering_laatste ON aflevering (status, laatste_op);
