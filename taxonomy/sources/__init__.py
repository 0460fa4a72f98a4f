"""Sources: what the taxonomy is compiled from, read as published. Not needed at run time."""
