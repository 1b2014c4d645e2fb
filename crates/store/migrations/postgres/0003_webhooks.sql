-- Who is told of events, and how far. Times are microseconds since 1970.
CREATE TABLE abonnement (
    id              TEXT COLLATE "C" PRIMARY KEY,
    versie          BIGINT NOT NULL, -- raised by whoever decides about it, not by deliveries
    verzoek         TEXT COLLATE "C" NOT NULL, -- fingerprint of the request that made it
    naam            TEXT COLLATE "C" NOT NULL,
    adres           TEXT COLLATE "C" NOT NULL,
    keuze           TEXT COLLATE "C" NOT NULL, -- which events, as JSON
    bereik          TEXT COLLATE "C" NOT NULL, -- what the receiver may see, as JSON
    status          TEXT COLLATE "C" NOT NULL,
    positie         BIGINT NOT NULL, -- all up to here has been dealt with
    pogingen        BIGINT NOT NULL, -- failures in a row of what is next
    mislukt_sinds   BIGINT,
    volgende_op     BIGINT,
    laatste_fout    TEXT COLLATE "C",
    gelukt_op       BIGINT,
    per_minuut      BIGINT,
    sleutel         TEXT COLLATE "C" NOT NULL,
    sleutel_op      BIGINT NOT NULL,
    vorige_sleutel  TEXT COLLATE "C",
    vorige_tot      BIGINT,
    aangemaakt_op   BIGINT NOT NULL,
    aangemaakt_door TEXT COLLATE "C" NOT NULL
);

-- What became of each delivery.
CREATE TABLE aflevering (
    abonnement_id TEXT COLLATE "C" NOT NULL,
    positie       BIGINT NOT NULL,
    soort         TEXT COLLATE "C" NOT NULL,
    status        TEXT COLLATE "C" NOT NULL,
    pogingen      BIGINT NOT NULL,
    eerste_op     BIGINT NOT NULL,
    laatste_op    BIGINT NOT NULL,
    antwoord      BIGINT, -- the HTTP status
    fout          TEXT COLLATE "C",
    duur          BIGINT, -- milliseconds
    PRIMARY KEY (abonnement_id, positie)
);
CREATE INDEX aflevering_status ON aflevering (abonnement_id, status, positie);
CREATE INDEX aflevering_laatste ON aflevering (status, laatste_op);
