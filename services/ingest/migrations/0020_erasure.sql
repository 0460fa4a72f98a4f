-- Who was erased, by whom and why. Rows of the person are gone; ids and times stay.
CREATE TABLE erasure (
    tenant       text NOT NULL,
    erasure_id   uuid NOT NULL,
    candidate_id uuid NOT NULL,
    state        smallint NOT NULL,
    actor        text NOT NULL,
    actor_kind   smallint NOT NULL,
    reason       smallint NOT NULL,
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    PRIMARY KEY (tenant, erasure_id),
    UNIQUE (tenant, candidate_id)
);
SELECT isolate('erasure');

-- Each service's word that it holds nothing personal any more.
CREATE TABLE confirmation (
    tenant       text NOT NULL,
    erasure_id   uuid NOT NULL,
    service      text NOT NULL,
    deleted      jsonb NOT NULL,
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, erasure_id, service),
    FOREIGN KEY (tenant, erasure_id) REFERENCES erasure (tenant, erasure_id)
);
SELECT isolate('confirmation');

-- Files of the erased that are still to be removed from the file store.
CREATE TABLE file_removal (
    tenant     text NOT NULL,
    erasure_id uuid NOT NULL,
    address    text NOT NULL,
    PRIMARY KEY (tenant, erasure_id, address),
    FOREIGN KEY (tenant, erasure_id) REFERENCES erasure (tenant, erasure_id)
);
SELECT isolate('file_removal');
CREATE INDEX operation_candidate ON operation (tenant, candidate_id);
CREATE INDEX operation_document ON operation (tenant, document_id);
