-- Blind facts, immutable, by digest; sealed under the person's key.
CREATE TABLE facts (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    digest       text NOT NULL,
    body         bytea NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, candidate_id, digest)
);
SELECT isolate('facts');

-- Which facts of a candidate the index holds.
CREATE TABLE indexed (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    digest       text NOT NULL,
    uploaded_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, candidate_id),
    FOREIGN KEY (tenant, candidate_id, digest) REFERENCES facts (tenant, candidate_id, digest)
);
SELECT isolate('indexed');

CREATE TABLE rubric (
    tenant text NOT NULL,
    digest text NOT NULL,
    body   bytea NOT NULL,
    PRIMARY KEY (tenant, digest)
);
SELECT isolate('rubric');

-- What a job is matched by: its rubric, and the query made of it.
CREATE TABLE job (
    tenant        text NOT NULL,
    job_id        uuid NOT NULL,
    rubric_digest text NOT NULL,
    query         text NOT NULL,
    prepared_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, job_id),
    FOREIGN KEY (tenant, rubric_digest) REFERENCES rubric (tenant, digest)
);
SELECT isolate('job');

-- A ranking. The arrays are all that retrieval selected, in its order.
CREATE TABLE run (
    tenant          text NOT NULL,
    run_id          uuid NOT NULL,
    job_id          uuid NOT NULL,
    run_digest      text NOT NULL,
    rubric_digest   text NOT NULL,
    taxonomy_digest text NOT NULL,
    model_digest    text NOT NULL,
    scorer          text NOT NULL,
    shown           integer NOT NULL,
    candidate_ids   uuid[] NOT NULL,
    facts_digests   text[] NOT NULL,
    points          integer[] NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant, run_id),
    FOREIGN KEY (tenant, rubric_digest) REFERENCES rubric (tenant, digest)
);
CREATE INDEX run_job ON run (tenant, job_id, run_id);
SELECT isolate('run');
