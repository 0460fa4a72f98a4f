-- What was read from each document, fact by fact; sealed under the person's key.
CREATE TABLE reading (
    tenant       text NOT NULL,
    document_id  uuid NOT NULL,
    candidate_id uuid NOT NULL,
    body         bytea NOT NULL,
    PRIMARY KEY (tenant, document_id),
    FOREIGN KEY (tenant, document_id) REFERENCES document (tenant, document_id)
);
CREATE INDEX reading_candidate ON reading (tenant, candidate_id);
SELECT isolate('reading');
