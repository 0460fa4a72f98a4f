"""Resumes: uploaded, read by a worker, followed step by step."""
