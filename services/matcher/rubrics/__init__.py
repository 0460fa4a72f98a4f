"""Rubrics as code: documents that are checked, versioned, compared, looked at and approved."""
