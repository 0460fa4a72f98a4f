-- What candidates were promised. The text is sealed under the person's key.
CREATE TABLE promise (
    tenant        text NOT NULL,
    promise_id    uuid NOT NULL,
    candidate_id  uuid NOT NULL,
    job_id        uuid NOT NULL,
    rubric_digest text NOT NULL,
    body          bytea NOT NULL,
    issued_at     timestamptz NOT NULL,
    kept_at       timestamptz,
    PRIMARY KEY (tenant, promise_id),
    FOREIGN KEY (tenant, rubric_digest) REFERENCES rubric (tenant, digest)
);
CREATE INDEX promise_candidate ON promise (tenant, candidate_id, promise_id);
SELECT isolate('promise');

-- What of a taxonomy a rubric needs to be scored by, so that promises outlive the taxonomy.
CREATE TABLE closeness (
    tenant          text NOT NULL,
    rubric_digest   text NOT NULL,
    taxonomy_digest text NOT NULL,
    body            jsonb NOT NULL,
    PRIMARY KEY (tenant, rubric_digest, taxonomy_digest),
    FOREIGN KEY (tenant, rubric_digest) REFERENCES rubric (tenant, digest)
);
SELECT isolate('closeness');
