"""Consents, the dates that follow from them, and who is proposed for erasure."""
