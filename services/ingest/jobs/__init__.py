"""Jobs: a text in, requirements out."""
