"""Tests of the form metadata."""
