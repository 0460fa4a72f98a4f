"""All that Ingest holds of a person, opened: for them to see and to take along."""
