-- What one command must do at least, as one transaction: read the stream, insert the event, update three rows.
\set stream random(1, 1000)
BEGIN;
SELECT sequence, payload FROM event WHERE stream = :stream ORDER BY sequence DESC LIMIT 10;
UPDATE dossier SET version = version + 1, changed_at = now() WHERE id = :stream RETURNING version \gset
INSERT INTO event (stream, sequence, payload, metadata) VALUES (:stream, :version, repeat('p', 250), repeat('m', 400));
UPDATE episode SET activity_at = now() WHERE id = :stream;
UPDATE head SET position = :version WHERE id = :stream;
COMMIT;
