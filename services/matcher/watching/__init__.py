"""Shortlists that are followed."""
