-- Every agreement and withdrawal, oldest first.
CREATE TABLE consent (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    place        integer NOT NULL,
    notice       text NOT NULL,
    given        boolean NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, candidate_id, place),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
SELECT isolate('consent');

-- Until when a candidate's data may be kept.
CREATE TABLE retention (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    keep_until   timestamptz NOT NULL,
    extended     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant, candidate_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
CREATE INDEX retention_due ON retention (keep_until);
SELECT isolate('retention');
-- The clerk looks for what is due in every tenant, and reads nothing but this table.
CREATE POLICY clerk ON retention FOR SELECT USING (current_setting('candor.room', true) = 'clerk');

-- For how long this tenant keeps data after a consent; 24 months where it says nothing.
CREATE TABLE retention_setting (
    tenant text NOT NULL PRIMARY KEY,
    months integer NOT NULL
);
SELECT isolate('retention_setting');

CREATE TABLE erasure_proposal (
    tenant       text NOT NULL,
    proposal_id  uuid NOT NULL,
    candidate_id uuid NOT NULL,
    reason       smallint NOT NULL,
    state        smallint NOT NULL,
    created_at   timestamptz NOT NULL,
    settled_at   timestamptz,
    settled_by   text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant, proposal_id)
);
CREATE UNIQUE INDEX erasure_proposal_open ON erasure_proposal (tenant, candidate_id)
    WHERE state = 1;
SELECT isolate('erasure_proposal');

-- What was agreed to before this table was. The owner's rows are hidden from a migration, too.
ALTER TABLE candidate NO FORCE ROW LEVEL SECURITY;
ALTER TABLE consent NO FORCE ROW LEVEL SECURITY;
ALTER TABLE retention NO FORCE ROW LEVEL SECURITY;
INSERT INTO consent (tenant, candidate_id, place, notice, given, recorded_at)
SELECT tenant, candidate_id, 0, consent_notice, true, consent_at FROM candidate;
INSERT INTO retention (tenant, candidate_id, keep_until)
SELECT tenant, candidate_id, consent_at + interval '24 months' FROM candidate;
ALTER TABLE candidate FORCE ROW LEVEL SECURITY;
ALTER TABLE consent FORCE ROW LEVEL SECURITY;
ALTER TABLE retention FORCE ROW LEVEL SECURITY;

ALTER TABLE candidate ADD COLUMN consent_withdrawn_at timestamptz;
