"""Erasing candidates: here at once, in the file store and the other services soon after."""
