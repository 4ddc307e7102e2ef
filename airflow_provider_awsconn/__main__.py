"""``python -m airflow_provider_awsconn``: describe, lint and make connections."""

import sys

from airflow_provider_awsconn.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
