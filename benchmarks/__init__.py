"""What we publish of speed and memory, measured through the public API on a local stack."""
