-- Where, how and when people would work; sealed under the person's key.
CREATE TABLE preference (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    body         bytea NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, candidate_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
SELECT isolate('preference');
