CREATE TABLE batch (
    tenant         text NOT NULL,
    batch_id       uuid NOT NULL,
    label          bytea NOT NULL,
    consent_notice text NOT NULL,
    consent_at     timestamptz NOT NULL,
    closed         boolean NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, batch_id)
);
SELECT isolate('batch');

-- One file of a batch. The marks are keyed hashes: names of files have names of people in them.
CREATE TABLE batch_item (
    tenant        text NOT NULL,
    batch_id      uuid NOT NULL,
    item_id       uuid NOT NULL,
    name_mark     bytea NOT NULL,
    content_mark  bytea NOT NULL,
    name          bytea NOT NULL,
    sealed_for    text NOT NULL,
    candidate_id  uuid,
    operation_id  uuid,
    error_reason  text NOT NULL,
    error_message text NOT NULL,
    PRIMARY KEY (tenant, batch_id, item_id),
    UNIQUE (tenant, batch_id, name_mark),
    FOREIGN KEY (tenant, batch_id) REFERENCES batch (tenant, batch_id),
    -- Of who was erased the item stays, without a name: it is not to be taken in again.
    FOREIGN KEY (tenant, candidate_id) REFERENCES candidate (tenant, candidate_id)
        ON DELETE SET NULL (candidate_id),
    FOREIGN KEY (tenant, operation_id) REFERENCES operation (tenant, operation_id)
        ON DELETE SET NULL (operation_id)
);
CREATE INDEX batch_item_content ON batch_item (tenant, batch_id, content_mark);
CREATE INDEX batch_item_operation ON batch_item (tenant, operation_id);
SELECT isolate('batch_item');
