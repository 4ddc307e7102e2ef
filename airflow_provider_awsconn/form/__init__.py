"""Metadata of Airflow's connection form. Imports the key table only: no Airflow, no boto3."""
