-- What searches of a candidate may be narrowed by, as the index holds it. `body` is sealed
-- under the person's key; what must be exact stands beside it.
CREATE TABLE standing (
    tenant        text NOT NULL,
    candidate_id  uuid NOT NULL,
    consent_until timestamptz NOT NULL,
    open          boolean NOT NULL,
    body          bytea NOT NULL,
    version       integer NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant, candidate_id)
);
SELECT isolate('standing');

-- The clerk looks for whoever was indexed before there were facets, and reads nothing else.
CREATE POLICY clerk ON indexed FOR SELECT USING (current_setting('candor.room', true) = 'clerk');
CREATE POLICY clerk ON standing FOR SELECT USING (current_setting('candor.room', true) = 'clerk');

-- Who applied to which job.
CREATE TABLE applied (
    tenant         text NOT NULL,
    application_id uuid NOT NULL,
    job_id         uuid NOT NULL,
    candidate_id   uuid NOT NULL,
    applied_at     timestamptz NOT NULL,
    withdrawn      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant, application_id)
);
CREATE INDEX applied_job ON applied (tenant, job_id);
CREATE INDEX applied_candidate ON applied (tenant, candidate_id);
SELECT isolate('applied');

-- What the selection of a run was narrowed by: canonical JSON; null when by nothing.
ALTER TABLE run ADD COLUMN filters bytea;
