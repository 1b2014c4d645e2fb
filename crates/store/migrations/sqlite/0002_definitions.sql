-- One table for all definitions: workflows, and the organisation.
CREATE TABLE definition (
    kind        TEXT NOT NULL,
    code        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    source      TEXT NOT NULL,
    hash        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (kind, code, version)
);
INSERT INTO definition SELECT 'werkstroom', code, version, source, hash, recorded_at FROM workflow;
DROP TABLE workflow;
