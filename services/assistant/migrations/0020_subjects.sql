-- Candidates whom a message may name or quote: erasing one removes what was said. A mark
-- is a keyed hash of the id, so that the table does not tell who was talked about.
CREATE TABLE message_subject (
    tenant     text NOT NULL,
    mark       bytea NOT NULL,
    session_id uuid NOT NULL,
    message_id uuid NOT NULL,
    PRIMARY KEY (tenant, mark, session_id, message_id),
    FOREIGN KEY (tenant, session_id, message_id)
        REFERENCES message (tenant, session_id, message_id) ON DELETE CASCADE
);
CREATE INDEX message_subject_message ON message_subject (tenant, session_id, message_id);
SELECT isolate('message_subject');

ALTER TABLE message ADD COLUMN removed boolean NOT NULL DEFAULT false;
