"""Waiters of hooks: those of JSON files beside their classes, and the services' own.

Imports botocore, `sessions/` and `connection/`, never Airflow.
"""
