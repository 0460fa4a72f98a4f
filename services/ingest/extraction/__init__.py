"""Text to facts with evidence."""
