"""Tests of the async sessions."""
