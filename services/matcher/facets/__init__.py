"""What selections are narrowed by: places, languages, days, consents and applications."""
