"""Which candidates are worth scoring for a job, and which jobs for a candidate.

Six searches, called arms, look at the same people from six sides; what they find is fused by
rank. Who is found decides who is scored, never how.
"""
