"""What Matcher holds of a person, for them to see."""
