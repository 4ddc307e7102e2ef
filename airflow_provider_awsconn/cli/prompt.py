"""Secrets from people and from pipes, never from arguments: those stand in the list of processes."""

from __future__ import annotations

import getpass
import sys

from airflow_provider_awsconn.cli.output import UsageError


def ask_secret(what: str) -> str:
    """Ask for a secret: without echo on a terminal, else the next line of the standard input.

    Raises:
        UsageError: when there is nothing.
    """
    try:
        text = getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline()
    except EOFError:
        text = ""
    except UnicodeError:
        raise UsageError(f"the standard input holds no text for the {what}") from None
    text = text.strip()
    if not text:
        raise UsageError(f"no {what} was given; type it, or send it as a line of the standard input")
    return text
