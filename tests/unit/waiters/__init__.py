"""Tests of the waiters of hooks."""
