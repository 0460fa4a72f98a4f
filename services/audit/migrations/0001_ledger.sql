CREATE TABLE log (
    tenant text PRIMARY KEY,
    size   bigint NOT NULL
);
SELECT isolate('log');

CREATE TABLE entry (
    tenant    text NOT NULL,
    index     bigint NOT NULL,
    event_id  uuid NOT NULL,
    object_id text NOT NULL,
    body      bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    PRIMARY KEY (tenant, index),
    UNIQUE (tenant, event_id)
);
CREATE INDEX entry_object ON entry (tenant, object_id, index);
SELECT isolate('entry');

-- Hashes of complete subtrees: (level, index) is the 2^level entries from index * 2^level on.
CREATE TABLE node (
    tenant text NOT NULL,
    level  smallint NOT NULL,
    index  bigint NOT NULL,
    hash   bytea NOT NULL,
    PRIMARY KEY (tenant, level, index)
);
SELECT isolate('node');

CREATE TABLE checkpoint (
    tenant    text NOT NULL,
    size      bigint NOT NULL,
    root      bytea NOT NULL,
    note      text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, size)
);
SELECT isolate('checkpoint');

-- What was written stays: the service's own role may add, and nothing else.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON node
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
