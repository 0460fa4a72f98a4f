-- Who does not meet a knock-out criterion, in the order of candidate_ids.
ALTER TABLE run ADD COLUMN below boolean[] NOT NULL DEFAULT '{}';
