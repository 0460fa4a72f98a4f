"""Scoring, version 2: see `measures` for what each criterion is worth."""
