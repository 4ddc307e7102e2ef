"""Real Chromium on the connection screens of real Airflow: `make browser`."""
