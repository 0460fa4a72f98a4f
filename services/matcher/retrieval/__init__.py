"""Which candidates are worth scoring for a job, and which jobs for a candidate.

Seven searches, called arms, look at the same people from seven sides; what they find is fused by
rank. Who is found decides who is scored, never how.
"""
