"""Candidates: who they are, sealed, and what they agreed to."""
