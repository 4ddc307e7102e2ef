"""Tests on real Airflow processes and real servers."""
