"""``python -m airflow_provider_awsconn``: describe, lint and make connections."""

import logging
import sys

from airflow_provider_awsconn.cli.main import main

if __name__ == "__main__":
    # Airflow logs to the standard output, at the end of the process too, where JSON was printed.
    logging.disable(logging.CRITICAL)
    sys.exit(main())
