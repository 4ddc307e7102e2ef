"""What changes for an installation that goes over from the stock hook, as data, and where it has any of it."""
