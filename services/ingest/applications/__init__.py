"""Applications: who applied for what, and how far they are."""
