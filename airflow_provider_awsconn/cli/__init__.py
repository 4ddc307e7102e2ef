"""The command line: ``python -m airflow_provider_awsconn``. Nothing else imports it."""
