"""The connection test: step by step from the settings to a request, each step with what it came to and what to do."""
