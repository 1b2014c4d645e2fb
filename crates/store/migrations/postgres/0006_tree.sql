-- The Merkle tree over the log, where it cannot be read from the events: nodes at the levels 8, 16, 24, …. Node i of level l is
-- over the events i·2^l + 1 … (i + 1)·2^l. It follows from the events, and may be thrown away at any time.
CREATE TABLE tree_node (
    level BIGINT NOT NULL,
    idx   BIGINT NOT NULL,
    hash  BYTEA NOT NULL,
    PRIMARY KEY (level, idx)
);

-- What the log had come to, signed with a key that is not in this database.
CREATE TABLE checkpoint (
    size        BIGINT PRIMARY KEY,
    note        TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL -- microseconds since 1970
);
