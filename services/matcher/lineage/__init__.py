"""Why a ranking differs from the one before, and what became of a score."""
