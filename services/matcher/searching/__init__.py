"""Candidates for a text, and jobs for a candidate."""
