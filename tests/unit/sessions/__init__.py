"""Tests of sessions, clients and credentials, over HTTP where there is a request."""
