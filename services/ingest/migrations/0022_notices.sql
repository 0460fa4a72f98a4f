-- What a tenant tells candidates about the software: a version in a language never changes.
CREATE TABLE notice (
    tenant       text NOT NULL,
    language     text NOT NULL,
    version      text NOT NULL,
    body         text NOT NULL,
    organisation text NOT NULL,
    contact      text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, language, version)
);
SELECT isolate('notice');

-- Who was shown which text, and when.
CREATE TABLE notice_shown (
    tenant       text NOT NULL,
    shown_id     uuid NOT NULL,
    candidate_id uuid,
    subject      text NOT NULL,
    language     text NOT NULL,
    version      text NOT NULL,
    digest       text NOT NULL,
    shown_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, shown_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
CREATE INDEX notice_shown_candidate ON notice_shown (tenant, candidate_id);
CREATE INDEX notice_shown_subject ON notice_shown (tenant, subject);
SELECT isolate('notice_shown');
