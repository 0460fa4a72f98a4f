-- How well the file of an operation could be read, as candor.ingest.v1.Quality numbers it;
-- grade 0 until that is known. No personal data: only measures.
ALTER TABLE operation
    ADD COLUMN grade               smallint NOT NULL DEFAULT 0,
    ADD COLUMN problems            integer[]  NOT NULL DEFAULT '{}',
    ADD COLUMN known_words_percent smallint NOT NULL DEFAULT 0,
    ADD COLUMN recognition_percent smallint NOT NULL DEFAULT 0,
    ADD COLUMN orphan_headings     integer NOT NULL DEFAULT 0;
