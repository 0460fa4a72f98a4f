-- Persons who were erased here, and how much of what was deleted. Nothing of theirs is
-- stored again.
CREATE TABLE erased (
    tenant     text NOT NULL,
    person_id  text NOT NULL,
    erasure_id uuid NOT NULL,
    deleted    jsonb NOT NULL,
    erased_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, person_id)
);
SELECT isolate('erased');

-- Keep persons from being erased until the transaction ends; return those who were before.
-- Volatile, so that what is read is read after the wait.
CREATE FUNCTION hold(who text, persons text[]) RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(who || '/' || id, 0))
    FROM (SELECT DISTINCT unnest(persons) AS id ORDER BY id) AS ordered;
    RETURN QUERY
        SELECT person_id FROM erased WHERE tenant = who AND person_id = ANY(persons);
END
$$;
