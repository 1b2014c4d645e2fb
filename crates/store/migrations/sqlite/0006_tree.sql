-- The Merkle tree over the log, where it cannot be read from the events: nodes at the levels 8, 16, 24, …. Node i of level l is
-- over the events i·2^l + 1 … (i + 1)·2^l. It follows from the events, and may be thrown away at any time.
CREATE TABLE tree_node (
    level INTEGER NOT NULL,
    idx   INTEGER NOT NULL,
    hash  BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) WITHOUT ROWID;

-- What the log had come to, signed with a key that is not in this database.
CREATE TABLE checkpoint (
    size        INTEGER PRIMARY KEY,
    note        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL -- microseconds since 1970
);
