"""Linting: what in a job text shuts people out, asks the impossible, or is missing."""
