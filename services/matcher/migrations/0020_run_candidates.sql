-- The runs that ranked a person.
CREATE INDEX run_candidates ON run USING gin (candidate_ids);
