-- Another number when rows of the read models became others than events made them: whoever follows them by position must
-- then read all anew. A rebuild that found no differences leaves it.
ALTER TABLE projection ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
