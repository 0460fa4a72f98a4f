"""Audit: the ledger of what happened, and the proof that nobody changed it since.

Owns the `audit` database and the ledger's signing key. Follows every event of every
service; announces nothing; calls no other service.

Invariants, each with a test:
- Every event is in its tenant's ledger once.
- A signed checkpoint extends every one signed before it.
- An entry never changes; if one did, `candor verify` would say which.
"""
