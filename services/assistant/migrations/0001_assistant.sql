CREATE TABLE session (
    tenant     text NOT NULL,
    session_id uuid NOT NULL,
    owner      text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, session_id)
);
CREATE INDEX session_owner ON session (tenant, owner, session_id);
SELECT isolate('session');

-- What was said, sealed for the session's owner: the pieces of it, and the topic that it left.
CREATE TABLE message (
    tenant     text NOT NULL,
    session_id uuid NOT NULL,
    message_id uuid NOT NULL,
    author     smallint NOT NULL,
    pieces     bytea NOT NULL,
    topic      bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, session_id, message_id),
    FOREIGN KEY (tenant, session_id) REFERENCES session (tenant, session_id)
);
SELECT isolate('message');
