"""Files to text: what was sent, by content, in reading order."""
