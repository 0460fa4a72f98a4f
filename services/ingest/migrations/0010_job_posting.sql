-- How a job was written, and what only a schema.org JobPosting says of it.
ALTER TABLE job
    ADD COLUMN format              smallint NOT NULL DEFAULT 1,
    ADD COLUMN hiring_organization text NOT NULL DEFAULT '',
    ADD COLUMN employment_types    text[] NOT NULL DEFAULT '{}',
    ADD COLUMN valid_through       timestamptz;
