-- Candidates that are within another at present: searches do not find them, and what comes
-- in for them is indexed as the other's.
CREATE TABLE merged (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    kept_id      uuid NOT NULL,
    PRIMARY KEY (tenant, candidate_id)
);
SELECT isolate('merged');
