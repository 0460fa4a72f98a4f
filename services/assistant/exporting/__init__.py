"""What answers showed of a person, for them to see."""
