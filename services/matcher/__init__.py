"""Matcher: rankings with reasons. Owns the index, rubrics, match runs and blind facts by hash.

Owns the `matcher` database, the vector index and the embedding model. Follows
ResumeParsed and JobCreated of Ingest, and announces what candor.matcher.v1 lists in its
events.proto. Calls Ingest for facts and jobs.

Invariants, each with a test:
- Retrieval selects, arithmetic decides: the same facts and rubric give the same points,
  whatever the index and the model say.
- Contributions sum to the score.
- A stored run never changes; showing it computes its explanation again, from the facts and
  the rubric that it names.
"""
