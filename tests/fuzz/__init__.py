"""Made-up connections: whatever arrives is read or refused, and no secret is shown."""
