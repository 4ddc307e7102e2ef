"""Tests of the hook, by way of Airflow and over HTTP."""
