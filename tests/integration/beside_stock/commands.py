"""Run commands of Airflow's command line in one process, in its AIRFLOW_HOME; after each, print a line of our own.

What is printed before the first is the order in which Python finds the two providers.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import distributions

from airflow.cli.cli_parser import get_parser

END = "\n--- end of the command\n"
PROVIDERS = {"airflow-provider-awsconn", "apache-airflow-providers-amazon"}

if __name__ == "__main__":
    os.chdir(os.environ["AIRFLOW_HOME"])
    names = [distribution.metadata["Name"] for distribution in distributions()]
    sys.stdout.write(" ".join(name for name in names if name in PROVIDERS) + END)
    sys.stdout.flush()
    for command in sys.argv[1:]:
        arguments = get_parser().parse_args(command.split())
        arguments.func(arguments)
        # Both streams are one file.
        sys.stderr.flush()
        sys.stdout.write(END)
        sys.stdout.flush()
