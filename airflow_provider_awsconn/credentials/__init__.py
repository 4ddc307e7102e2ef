"""From what a connection means to botocore credentials: minted lazily, renewed in time, shared by all who are the same.

Imports ``connection`` and botocore; never Airflow, never ``sessions``.
"""
