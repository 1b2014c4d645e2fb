CREATE TABLE event (
    position BIGSERIAL PRIMARY KEY, stream INT NOT NULL, sequence INT NOT NULL, payload TEXT NOT NULL,
    metadata TEXT NOT NULL, recorded_at TIMESTAMPTZ NOT NULL DEFAULT now(), UNIQUE (stream, sequence)
);
CREATE TABLE dossier (id INT PRIMARY KEY, version INT NOT NULL, changed_at TIMESTAMPTZ NOT NULL);
CREATE TABLE episode (id INT PRIMARY KEY, activity_at TIMESTAMPTZ NOT NULL);
CREATE TABLE head (id INT PRIMARY KEY, position INT NOT NULL);
INSERT INTO dossier SELECT n, 0, now() FROM generate_series(1, 1000) n;
INSERT INTO episode SELECT n, now() FROM generate_series(1, 1000) n;
INSERT INTO head SELECT n, 0 FROM generate_series(1, 1000) n;
