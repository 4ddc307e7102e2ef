"""Files that the pages show; tests run them."""
