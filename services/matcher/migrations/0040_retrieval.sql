-- How retrieval came to a run: which arms searched, as candor.matcher.v1.Arm numbers them, and
-- which should have and could not; then for each candidate the place in each of `arms` (0 where
-- the arm did not find them, all in one array), and the points of the fused order. A run from
-- before has none of it.
ALTER TABLE run
    ADD COLUMN arms     smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN degraded smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN places   smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN fused    integer[] NOT NULL DEFAULT '{}';

-- What a job is looked for by follows from its rubric.
ALTER TABLE job DROP COLUMN query;
ALTER TABLE job ADD COLUMN closed_at timestamptz;
