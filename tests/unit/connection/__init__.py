"""Tests of the parsing and the values of a connection."""
