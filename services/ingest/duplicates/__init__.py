"""Duplicates: which candidates may be one person, and what it means to say that they are."""
