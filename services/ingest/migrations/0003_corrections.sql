-- What people said about what was read from a document, in order. The body, what changed and
-- why, is sealed under the person's key.
CREATE TABLE correction (
    tenant        text NOT NULL,
    document_id   uuid NOT NULL,
    place         integer NOT NULL,
    correction_id uuid NOT NULL,
    candidate_id  uuid NOT NULL,
    actor         text NOT NULL,
    actor_kind    smallint NOT NULL,
    body          bytea NOT NULL,
    corrected_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, document_id, place),
    UNIQUE (tenant, correction_id),
    FOREIGN KEY (tenant, document_id) REFERENCES document (tenant, document_id)
);
CREATE INDEX correction_candidate ON correction (tenant, candidate_id);
SELECT isolate('correction');
