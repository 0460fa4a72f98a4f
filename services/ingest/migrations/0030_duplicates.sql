-- What is known of a candidate for finding the same person again: keyed hashes, no data.
CREATE TABLE duplicate_mark (
    tenant       text NOT NULL,
    kind         smallint NOT NULL,
    digest       bytea NOT NULL,
    candidate_id uuid NOT NULL,
    PRIMARY KEY (tenant, kind, digest, candidate_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id) ON DELETE CASCADE
);
CREATE INDEX duplicate_mark_candidate ON duplicate_mark (tenant, candidate_id);
SELECT isolate('duplicate_mark');

-- Pairs that may be one person; first_id is the one created first.
CREATE TABLE duplicate (
    tenant       text NOT NULL,
    duplicate_id uuid NOT NULL,
    first_id     uuid NOT NULL,
    second_id    uuid NOT NULL,
    reasons      integer[] NOT NULL,
    score        integer NOT NULL,
    dismissed    boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, duplicate_id),
    UNIQUE (tenant, first_id, second_id),
    FOREIGN KEY (tenant, first_id) REFERENCES candidate (tenant, candidate_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, second_id) REFERENCES candidate (tenant, candidate_id) ON DELETE CASCADE
);
CREATE INDEX duplicate_second ON duplicate (tenant, second_id);
SELECT isolate('duplicate');
