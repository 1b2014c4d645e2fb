-- One table for all definitions: workflows, and the organisation.
CREATE TABLE definition (
    kind        TEXT COLLATE "C" NOT NULL,
    code        TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    hash        TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (kind, code, version)
);
INSERT INTO definition SELECT 'werkstroom', code, version, source, hash, recorded_at FROM workflow;
DROP TABLE workflow;
