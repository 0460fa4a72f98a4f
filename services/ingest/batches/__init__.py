"""Batches: many resumes under one id, each item known by its name and named when it fails."""
