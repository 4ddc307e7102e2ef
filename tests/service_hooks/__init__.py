"""Hooks of services as their authors write them, and tests that do not know which base class these have.

`base` is the one place that chooses it; `tests/integration/test_service_hooks.py` runs everything on both.
"""
