"""Scores: exact integer arithmetic, one module a version, kept for ever so that runs replay."""
