-- What a job was scored by, from when on. Number 1 is what was proposed; the reason is sealed
-- under the approver's key.
CREATE TABLE rubric_version (
    tenant        text NOT NULL,
    job_id        uuid NOT NULL,
    number        integer NOT NULL,
    rubric_digest text NOT NULL,
    parent_digest text NOT NULL DEFAULT '',
    approver      text NOT NULL DEFAULT '',
    reason        bytea,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant, job_id, number),
    FOREIGN KEY (tenant, job_id) REFERENCES job (tenant, job_id),
    FOREIGN KEY (tenant, rubric_digest) REFERENCES rubric (tenant, digest)
);
SELECT isolate('rubric_version');

-- What was proposed before this table was. The owner's rows are hidden from a migration, too.
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rubric_version NO FORCE ROW LEVEL SECURITY;
INSERT INTO rubric_version (tenant, job_id, number, rubric_digest, created_at)
SELECT tenant, job_id, 1, rubric_digest, prepared_at FROM job;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
ALTER TABLE rubric_version FORCE ROW LEVEL SECURITY;
