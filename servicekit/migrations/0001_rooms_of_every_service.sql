-- Row security: a statement sees the rows of the tenant that its transaction was opened
-- for, and none when it was opened for none. FORCE makes it hold for the owner too.
CREATE FUNCTION isolate(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY tenant ON %s USING (tenant = current_setting(''candor.tenant'', true))',
        target
    );
END
$$;

-- Events of committed changes, until the relay has published them.
CREATE TABLE outbox (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant   text NOT NULL,
    event_id uuid NOT NULL UNIQUE,
    subject  text NOT NULL,
    payload  bytea NOT NULL,
    headers  jsonb NOT NULL
);
SELECT isolate('outbox');
-- The relay serves every tenant and reads nothing but this table.
CREATE POLICY relay ON outbox USING (current_setting('candor.room', true) = 'relay');

-- Events that a consumer has handled, so that a second delivery has no effect.
CREATE TABLE inbox (
    tenant     text NOT NULL,
    consumer   text NOT NULL,
    event_id   uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, consumer, event_id)
);
SELECT isolate('inbox');

-- Answers to calls with a request id, so that a retry gets the same one.
CREATE TABLE request (
    tenant      text NOT NULL,
    subject     text NOT NULL,
    method      text NOT NULL,
    request_id  uuid NOT NULL,
    fingerprint bytea NOT NULL,
    person_id   text NOT NULL,
    response    bytea,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, subject, method, request_id)
);
SELECT isolate('request');

-- A key for each person, wrapped by the master key. Deleting it erases what it sealed.
CREATE TABLE person_key (
    tenant    text NOT NULL,
    person_id text NOT NULL,
    wrapped   bytea NOT NULL,
    PRIMARY KEY (tenant, person_id)
);
SELECT isolate('person_key');
