"""Ingest: files in, facts out. Owns candidates, resumes, jobs and applications.

Owns the `ingest` database and the file store. Announces what candor.ingest.v1 lists in
its events.proto, queues ParseResume for its own workers, and follows CandidateIndexed of
Matcher. Calls no other service.

Invariants, each with a test:
- A file that UploadResume returned an operation for is never lost; its operation ends.
- Nothing is stored without consent.
- What leaves for Matcher is ScorableFacts: it has no identity.
- Nobody is rejected but by a person with a reason.
"""
