-- By which master key a data key is wrapped; one without is not wrapped. The name tells nothing of the key.
ALTER TABLE data_key ADD COLUMN master TEXT;
CREATE INDEX data_key_master ON data_key (master) WHERE key IS NOT NULL;
