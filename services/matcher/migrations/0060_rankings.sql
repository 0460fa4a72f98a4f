-- How often it has changed what searches may find: a part of what names a cached run.
CREATE TABLE index_version (
    tenant     text NOT NULL,
    version    bigint NOT NULL,
    changed_in bigint NOT NULL,
    PRIMARY KEY (tenant)
);
SELECT isolate('index_version');

-- Count a change, once a transaction, and wake who follows rankings when it commits.
CREATE FUNCTION index_changed(who text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO index_version AS known (tenant, version, changed_in)
    VALUES (who, 1, pg_current_xact_id()::text::bigint)
    ON CONFLICT (tenant) DO UPDATE
        SET version = known.version + 1, changed_in = excluded.changed_in
        WHERE known.changed_in <> excluded.changed_in;
    PERFORM pg_notify('ranking', who);
END
$$;

CREATE FUNCTION count_index_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_changed(CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant ELSE NEW.tenant END);
    RETURN NULL;
END
$$;

-- Have every change of a table that says what searches may find counted. At the commit, so
-- that the counter is locked as briefly as can be and after everything else.
CREATE FUNCTION versioned(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER versioned AFTER INSERT OR UPDATE OR DELETE ON %s
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_index_change()',
        target
    );
END
$$;
SELECT versioned('indexed');
SELECT versioned('merged');
SELECT versioned('standing');
SELECT versioned('applied');
-- When the next consent ends is a part of what names a cached run, too.
CREATE INDEX standing_consent ON standing (tenant, consent_until);

-- Another rubric of a job wakes them too; what names a cached run has its digest.
CREATE FUNCTION tell_rubric_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('ranking', NEW.tenant);
    RETURN NULL;
END
$$;
CREATE TRIGGER rubric_changed AFTER UPDATE ON job
    FOR EACH ROW EXECUTE FUNCTION tell_rubric_change();

-- Why a run was made and what it follows; how many retrieval was to select, 0 for everybody.
ALTER TABLE run
    ADD COLUMN reason smallint NOT NULL DEFAULT 0,
    ADD COLUMN previous_run_id uuid,
    ADD COLUMN pool integer NOT NULL DEFAULT 200,
    ADD COLUMN scored_count integer;

-- All who were scored in a run of everybody, best first and 1,000 a row; the arrays of its
-- run are empty. Digests are 32 bytes each.
CREATE TABLE scored (
    tenant        text NOT NULL,
    run_id        uuid NOT NULL,
    part          integer NOT NULL,
    candidate_ids uuid[] NOT NULL,
    digests       bytea NOT NULL,
    points        integer[] NOT NULL,
    below         boolean[] NOT NULL,
    PRIMARY KEY (tenant, run_id, part),
    FOREIGN KEY (tenant, run_id) REFERENCES run (tenant, run_id)
);
SELECT isolate('scored');

-- The run that answers a question, by the hash of all that the answer depends on.
CREATE TABLE cached (
    tenant  text NOT NULL,
    key     text NOT NULL,
    run_id  uuid NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (tenant, key)
);
SELECT isolate('cached');

-- Taxonomies that runs were scored by, as compiled. Of no tenant: theirs is "".
CREATE TABLE taxonomy (
    tenant text NOT NULL,
    digest text NOT NULL,
    body   bytea NOT NULL,
    PRIMARY KEY (tenant, digest)
);
SELECT isolate('taxonomy');
