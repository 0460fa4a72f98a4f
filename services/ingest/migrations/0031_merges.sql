-- Nothing is rewritten when candidates are merged: rows stay under the record that they were
-- stored for, and what reads them looks through this column. To undo it is to empty it.
ALTER TABLE candidate ADD COLUMN merged_into uuid;
ALTER TABLE candidate ADD FOREIGN KEY (tenant, merged_into)
    REFERENCES candidate (tenant, candidate_id);
CREATE INDEX candidate_merged ON candidate (tenant, merged_into) WHERE merged_into IS NOT NULL;
DROP INDEX operation_candidate;
CREATE INDEX operation_candidate ON operation (tenant, candidate_id, operation_id);

CREATE TABLE merge (
    tenant      text NOT NULL,
    merge_id    uuid NOT NULL,
    kept_id     uuid NOT NULL,
    other_id    uuid NOT NULL,
    merged_by   text NOT NULL,
    merged_at   timestamptz NOT NULL,
    unmerged_by text NOT NULL DEFAULT '',
    unmerged_at timestamptz,
    PRIMARY KEY (tenant, merge_id),
    FOREIGN KEY (tenant, kept_id) REFERENCES candidate (tenant, candidate_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, other_id) REFERENCES candidate (tenant, candidate_id) ON DELETE CASCADE
);
CREATE INDEX merge_kept ON merge (tenant, kept_id, merge_id);
CREATE INDEX merge_other ON merge (tenant, other_id, merge_id);
SELECT isolate('merge');

-- Of two applications of one person for one job, the one that does not stand.
CREATE TABLE superseded (
    tenant         text NOT NULL,
    application_id uuid NOT NULL,
    by_id          uuid NOT NULL,
    merge_id       uuid NOT NULL,
    PRIMARY KEY (tenant, application_id),
    FOREIGN KEY (tenant, application_id)
        REFERENCES application (tenant, application_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, merge_id) REFERENCES merge (tenant, merge_id) ON DELETE CASCADE
);
CREATE INDEX superseded_merge ON superseded (tenant, merge_id);
SELECT isolate('superseded');

-- The records whose rows belong to a candidate that stands for itself.
CREATE FUNCTION records_of(of_tenant text, of_candidate uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT candidate_id FROM candidate
    WHERE tenant = of_tenant AND candidate_id = of_candidate AND merged_into IS NULL
    UNION ALL
    SELECT candidate_id FROM candidate WHERE tenant = of_tenant AND merged_into = of_candidate
$$;

-- The records that were merged into the candidate of an owner.
CREATE FUNCTION merged_of_owner(of_tenant text, of_owner text) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT merged.candidate_id FROM candidate AS kept
    JOIN candidate AS merged
      ON merged.tenant = kept.tenant AND merged.merged_into = kept.candidate_id
    WHERE kept.tenant = of_tenant AND kept.owner = of_owner AND of_owner <> ''
$$;
