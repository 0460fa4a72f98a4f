CREATE TABLE candidate (
    tenant         text NOT NULL,
    candidate_id   uuid NOT NULL,
    owner          text NOT NULL,
    profile        bytea,
    facts_digest   text NOT NULL DEFAULT '',
    consent_notice text NOT NULL,
    consent_at     timestamptz NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, candidate_id)
);
CREATE UNIQUE INDEX candidate_owner ON candidate (tenant, owner) WHERE owner <> '';
SELECT isolate('candidate');

CREATE TABLE document (
    tenant       text NOT NULL,
    document_id  uuid NOT NULL,
    candidate_id uuid NOT NULL,
    address      text NOT NULL,
    filename     bytea NOT NULL,
    size         integer NOT NULL,
    media_type   text NOT NULL DEFAULT '',
    body         bytea,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, document_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
CREATE INDEX document_candidate ON document (tenant, candidate_id);
SELECT isolate('document');

CREATE TABLE operation (
    tenant        text NOT NULL,
    operation_id  uuid NOT NULL,
    candidate_id  uuid NOT NULL,
    document_id   uuid NOT NULL,
    owner         text NOT NULL,
    state         smallint NOT NULL,
    attempts      integer NOT NULL DEFAULT 1,
    received_at   timestamptz NOT NULL,
    extracted_at  timestamptz,
    parsed_at     timestamptz,
    indexed_at    timestamptz,
    error_reason  text NOT NULL DEFAULT '',
    error_message text NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant, operation_id),
    FOREIGN KEY (tenant, document_id) REFERENCES document (tenant, document_id)
);
SELECT isolate('operation');

CREATE TABLE facts (
    tenant       text NOT NULL,
    candidate_id uuid NOT NULL,
    digest       text NOT NULL,
    body         bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, candidate_id, digest),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
);
SELECT isolate('facts');

CREATE TABLE job (
    tenant              text NOT NULL,
    job_id              uuid NOT NULL,
    title               text NOT NULL,
    body                text NOT NULL,
    requirements        bytea NOT NULL,
    requirements_digest text NOT NULL,
    state               smallint NOT NULL,
    created_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant, job_id)
);
SELECT isolate('job');

CREATE TABLE application (
    tenant         text NOT NULL,
    application_id uuid NOT NULL,
    candidate_id   uuid NOT NULL,
    job_id         uuid NOT NULL,
    owner          text NOT NULL,
    stage          smallint NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, application_id),
    UNIQUE (tenant, job_id, candidate_id),
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id),
    FOREIGN KEY (tenant, job_id) REFERENCES job (tenant, job_id)
);
CREATE INDEX application_candidate ON application (tenant, candidate_id);
SELECT isolate('application');

CREATE TABLE stage_change (
    tenant         text NOT NULL,
    application_id uuid NOT NULL,
    place          integer NOT NULL,
    stage          smallint NOT NULL,
    actor          text NOT NULL,
    actor_kind     smallint NOT NULL,
    reason         smallint NOT NULL,
    note           bytea NOT NULL,
    changed_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, application_id, place),
    FOREIGN KEY (tenant, application_id) REFERENCES application (tenant, application_id)
);
SELECT isolate('stage_change');
