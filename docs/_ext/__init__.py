"""What the docs generate from the package."""
