"""What would bring somebody to some points, promised in a signed text, and kept.

A promise names all that its points follow from: facts, rubric, taxonomy, scorer. It is
redeemed under these, whatever the job is scored by then. Two things make that certain: more
evidence never brings less, and recency counts from the month of the promise.
"""
