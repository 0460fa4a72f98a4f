"""What was understood from a file, and what people say about that."""
