-- What the virus scanner said of the file of an operation, as candor.ingest.v1.ScanVerdict
-- numbers it; 0 until it was asked.
ALTER TABLE operation ADD COLUMN scan smallint NOT NULL DEFAULT 0;
